import type { JobView, pointView } from '../../lib/job/view.ts';

export type Shown = JobView & { points: ReturnType<typeof pointView>[] };

export type Launched = JobView & { adjustments: string[] };

/** Pacer's API as a user calls it. An answer that is no success is thrown with its message. */
export function jobsApi(url: string) {
  return {
    launch: (request: unknown) => call<Launched>(url, 'POST', '/jobs', request),
    active: async () => (await call<{ jobs: JobView[] }>(url, 'GET', '/jobs')).jobs,
    show: (jobId: string) => call<Shown>(url, 'GET', `/jobs/${jobId}`),
    cancel: (jobId: string) => call<JobView>(url, 'DELETE', `/jobs/${jobId}`),
  };
}

async function call<Answer>(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content = (await answer.json()) as Answer & { error?: { message: string } };
  if (answer.ok) return content;
  throw new Error(`${method} ${path}: ${answer.status} ${content.error?.message ?? JSON.stringify(content)}`);
}
