import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
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

/** The part of all jobs that a refused call must not change: a text for each job, by state. Waits until there are so many. */
export function storedJobs(api: ApiClient, count: { active: number; finished: number }): Promise<string[][]> {
  const look = async () => {
    const found = await listed(api);
    const [active, finished] = found.map(({ length }) => length);
    return active === count.active && finished === count.finished ? found : undefined;
  };
  return until(look, { missing: () => `There are never ${inspect(count)} jobs.` });
}

/** Waits for the jobs to be as expected: a job that has ended goes on to another part of the index while it is listed. */
export async function assertStored(api: ApiClient, expected: string[][]): Promise<void> {
  let found: string[][] = [];
  const isAsExpected = async () => {
    found = await listed(api);
    return isDeepStrictEqual(found, expected) || undefined;
  };
  const missing = () => `Expected are ${inspect(expected)}, stored are ${inspect(found)}.`;
  await until(isAsExpected, { timeoutMs: 60_000, missing });
}

async function listed(api: ApiClient): Promise<string[][]> {
  const lists = ['active', 'finished'].map((state) => untilAnswered(() => api.call(`/jobs?state=${state}`)));
  return (await Promise.all(lists)).map(({ json, text }) => {
    assert.ok(Array.isArray(json?.jobs), text);
    return json.jobs.map(({ jobId, status, completed, failures, deadlineAt }) =>
      [jobId, status, completed, failures, deadlineAt].join(),
    );
  });
}
