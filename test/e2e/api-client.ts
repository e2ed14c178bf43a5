import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailView } from '../../lib/api/job-view.ts';

const mostTries = 10;
const busyPauseMs = 1_000;

export interface Reply {
  status: number;
  text: string;
  /** The parsed body; null when it is no JSON. */
  json: Record<string, unknown> | null;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as it is when a text, else as JSON. */
  body?: unknown;
}

export type ApiClient = ReturnType<typeof apiClient>;

/** Pacer's local API by plain HTTP, with its token but for reports: every answer is an answer, however wrong the question. */
export function apiClient(url: string, token: string) {
  const call = async (path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Reply> => {
    const contentType = body === undefined ? {} : { 'content-type': 'application/json' };
    const isReport = method === 'POST' && path.endsWith('/iterations');
    const authorization = isReport ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url + path, {
      method,
      headers: { ...authorization, ...contentType, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: objectOf(text) };
  };
  return {
    call,
    launch: (request: unknown, headers: Record<string, string> = {}) =>
      call('/jobs', { method: 'POST', headers, body: request }),
    report: (jobId: string, token: string, body: unknown) =>
      call(`/jobs/${jobId}/iterations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body,
      }),
    cancel: (jobId: string) => call(`/jobs/${jobId}`, { method: 'DELETE' }),
    change: (jobId: string, body: unknown) => call(`/jobs/${jobId}`, { method: 'PATCH', body }),
    relaunch: (idOrName: string, body: unknown, key: string) =>
      call(`/jobs/${idOrName}/relaunch`, { method: 'POST', headers: { 'idempotency-key': key }, body }),
    turn: (jobId: string, to: 'pause' | 'resume') => call(`/jobs/${jobId}/${to}`, { method: 'POST' }),
    /** Repeats the call while the API says that it is busy, as docs/api.md asks of its callers. */
    async show(jobId: string): Promise<DetailView> {
      for (let tries = 1; ; tries++) {
        const { status, text } = await call(`/jobs/${jobId}`);
        if (status === 200) return JSON.parse(text);
        if (status !== 503 || tries === mostTries) throw new Error(`GET /jobs/${jobId}: ${status} ${text}`);
        await sleep(busyPauseMs);
      }
    },
  };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
