import * as z from 'zod/mini';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json.ts';
import type { RunState } from '../../ports/observation.ts';

/** Where the two lines of Chronos differ for Pacer. */
export interface Dialect {
  name: '3.0' | '2.4';
  prefix: string;
  /** What a job may be called. */
  names: { pattern: RegExp; title: string };
  /** A single job can be asked for. */
  singleJob: boolean;
  /** The path that shows what every job is doing, the only media type that it produces, and how to read it. */
  states: {
    path: string;
    accept: string;
    read: (body: string) => Map<string, RunState>;
    /** Whether the answer is that of a Chronos with a job whose dates it cannot read. A follower passes on the status only. */
    isSpoilt: (answer: HttpResponse) => boolean;
  };
}

const summary = z.looseObject({ jobs: z.array(z.looseObject({ name: z.string(), state: z.string() })) });

/** 3.0 and later. */
const version3: Dialect = {
  name: '3.0',
  prefix: '/v1/scheduler',
  names: { pattern: /^[\w.-]+$/, title: 'Chronos 3 takes no blanks and no #' },
  singleJob: true,
  states: {
    path: '/jobs/summary',
    accept: 'application/json',
    read: (body) => new Map(summary.parse(jsonOf(body)).jobs.map((job) => [job.name, runState(job.state)])),
    isSpoilt: ({ status }) => status === 400,
  },
};

/** 2.4 and 2.5. */
const version2: Dialect = {
  name: '2.4',
  prefix: '/scheduler',
  // 2.4 takes no dots, and says so itself.
  names: { pattern: /^[\w.# -]+$/, title: 'Chronos takes letters, digits, blanks and .#_-' },
  singleJob: false,
  states: {
    path: '/graph/csv',
    accept: 'text/plain',
    read: (body) => new Map(body.split('\n').flatMap(nodeOf)),
    // With a page it is something else: the leader cannot be reached, for one.
    isSpoilt: ({ status, body }) => status === 500 && body === '',
  },
};

/** Tried in this order; the wrong prefix gets a 404. */
export const dialects: readonly Dialect[] = [version3, version2];

export function speaks(answer: HttpResponse): boolean {
  return answer.status !== 404 && answer.status !== 405;
}

/** `node,<name>,<last>,<state>`; a name holds no comma. */
function nodeOf(line: string): [string, RunState][] {
  const [kind, name, , state] = line.trim().split(',');
  return kind === 'node' && name !== undefined ? [[name, runState(state ?? '')]] : [];
}

/** `idle`, `queued`, `running` (2.x) or `1 running` (3.x). */
function runState(text: string): RunState {
  if (text.endsWith('running')) return 'running';
  return text === 'queued' ? 'queued' : 'idle';
}
