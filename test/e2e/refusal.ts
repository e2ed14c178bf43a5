import assert from 'node:assert/strict';
import type { ApiClient, Reply } from './api-client.ts';
import { until } from './until.ts';

/** How a call is to be refused. */
export interface Refusal {
  status: number;
  /** Named by the error. */
  field?: string;
  code?: string;
}

/** The reply to a call, which is made again after a 503: a slow machine may exceed the functions' time limits. */
export function untilAnswered(make: () => Promise<Reply>): Promise<Reply> {
  const look = async () => {
    const reply = await make();
    return reply.status === 503 ? undefined : reply;
  };
  return until(look, { missing: () => 'The API answers nothing but 503.' });
}

export function assertRefused({ status, json, text }: Reply, refusal: Refusal): void {
  assert.equal(status, refusal.status, text);
  const error = Object(json?.error);
  assert.ok(typeof error.message === 'string' && error.message.length > 20, text);
  const named: unknown[] = Array.isArray(error.fields) ? error.fields : [];
  const isNamed = named.some((each) => Object(each).field === refusal.field && Object(each).problem);
  if (refusal.field) assert.ok(isNamed, text);
  if (refusal.code) assert.equal(error.code, refusal.code);
}

/** The part of all jobs that a refused call must not change: a text for each job, by state. */
export async function storedJobs(api: ApiClient): Promise<string[][]> {
  const lists = ['active', 'finished'].map((state) => untilAnswered(() => api.call(`/jobs?state=${state}`)));
  return (await Promise.all(lists)).map(({ json, text }) => {
    assert.ok(Array.isArray(json?.jobs), text);
    return json.jobs.map(({ jobId, status, completed, failures, deadlineAt }) =>
      [jobId, status, completed, failures, deadlineAt].join(),
    );
  });
}
