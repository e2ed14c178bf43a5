import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json-of.ts';

/** Where the two lines of Chronos differ for Pacer. */
export interface Dialect {
  name: '3.0' | '2.4';
  prefix: string;
  /** A single job can be asked for. */
  singleJob: boolean;
  /** The path that shows what every job is doing, and how to read it. */
  runStatesPath: string;
  runStateOf: (body: string, name: string) => RunState;
}

export type RunState = 'idle' | 'queued' | 'running';

/** 3.0 and later. */
const version3: Dialect = {
  name: '3.0',
  prefix: '/v1/scheduler',
  singleJob: true,
  runStatesPath: '/jobs/summary',
  runStateOf(body, name) {
    const summary: unknown = jsonOf(body);
    const jobs = isObject(summary) && Array.isArray(summary.jobs) ? summary.jobs : [];
    const job = jobs.find((each) => isObject(each) && each.name === name);
    return runState(isObject(job) ? String(job.state) : 'idle');
  },
};

/** 2.4 and 2.5. */
const version2: Dialect = {
  name: '2.4',
  prefix: '/scheduler',
  singleJob: false,
  runStatesPath: '/graph/csv',
  runStateOf(body, name) {
    const start = `node,${name},`;
    const line = body.split('\n').find((each) => each.startsWith(start));
    return runState(line?.split(',').at(-1)?.trim() ?? 'idle');
  },
};

/** Tried in this order; the wrong prefix gets a 404. */
export const dialects: readonly Dialect[] = [version3, version2];

export function speaks(answer: HttpResponse): boolean {
  return answer.status !== 404 && answer.status !== 405;
}

/** `idle`, `queued`, `running` (2.x) or `1 running` (3.x). */
function runState(text: string): RunState {
  if (text.endsWith('running')) return 'running';
  return text === 'queued' ? 'queued' : 'idle';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
