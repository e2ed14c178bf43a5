/** What the page shows: its address holds it, so a link leads to exactly this view. */
export interface View {
  page: 'jobs' | 'job' | 'history' | 'launch' | 'replay';
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
  if (first === 'replay') return { page: 'replay', of, query: params };
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

/** The replay of what the jobs of a name measured. */
export function replayLink(name: string): string {
  return `#/replay/${encodeURIComponent(name)}`;
}

/** The link of the same page with other fields in its query; a field without a value is left out. */
export function linkWith({ page, of, query }: View, fields: Record<string, string>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const path =
    page === 'jobs' ? '/' : `/${page === 'job' ? 'jobs' : page}${of ? `/${encodeURIComponent(of)}` : ''}`;
  return `#${path}${next.size > 0 ? `?${next}` : ''}`;
}

/** The token of a link as the server prints it; null for any other. */
export function tokenOf(hash: string): string | null {
  return /[#&?]token=([A-Za-z0-9_-]+)/.exec(hash)?.[1] ?? null;
}
