/** What the page shows: its address holds it, so a link leads to exactly this view. */
export interface View {
  /** `jobs`, `job`, `history` or `launch`. */
  page: 'jobs' | 'job' | 'history' | 'launch';
  /** The id of a job, or a name. */
  of: string;
  query: URLSearchParams;
}

/** The view of the part of an address after `#`, such as `/jobs/ID?at=…`. */
export function viewOf(hash: string): View {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, first = '', second = ''] = path.split('/');
  const of = decoded(second);
  const params = new URLSearchParams(query);
  if (first === 'jobs' && of) return { page: 'job', of, query: params };
  if (first === 'history' && of) return { page: 'history', of, query: params };
  if (first === 'launch') return { page: 'launch', of, query: params };
  return { page: 'jobs', of: '', query: params };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function jobLink(jobId: string): string {
  return `#/jobs/${encodeURIComponent(jobId)}`;
}

export function historyLink(name: string): string {
  return `#/history/${encodeURIComponent(name)}`;
}

/** The link of the same page with other fields in its query; a field without a value is left out. */
export function linkWith({ page, of, query }: View, fields: Record<string, string>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const path =
    page === 'jobs'
      ? '/'
      : page === 'launch'
        ? '/launch'
        : `/${page === 'job' ? 'jobs' : page}/${encodeURIComponent(of)}`;
  return `#${path}${next.size > 0 ? `?${next}` : ''}`;
}

/** The token of a link as the server prints it; null for any other. */
export function tokenOf(hash: string): string | null {
  return /[#&?]token=([A-Za-z0-9_-]+)/.exec(hash)?.[1] ?? null;
}
