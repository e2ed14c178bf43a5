import { soughtName } from '../job/job-id.ts';
import type { Place } from '../ports/room-store.ts';

interface Key {
  pk: string;
  sk: string;
}

interface Name {
  cluster: string;
  framework: string;
  name: string;
}

/** Where each kind of item lies in the table. */
export const keyOf = {
  state: (jobId: string): Key => ({ pk: `JOB#${jobId}`, sk: 'STATE' }),
  spec: (jobId: string): Key => ({ pk: `JOB#${jobId}`, sk: 'SPEC' }),
  lease: (jobId: string): Key => ({ pk: `JOB#${jobId}`, sk: 'LEASE' }),
  point: (jobId: string, at: number): Key => ({
    pk: `JOB#${jobId}`,
    sk: `POINT#${inOrder(at)}`,
  }),
  lateSecond: (jobId: string): Key => ({ pk: `JOB#${jobId}`, sk: 'LATE' }),
  named: (name: string, jobId: string): Key => ({ pk: namedKey(name), sk: jobId }),
  nameHolder: (name: Name): Key => ({ pk: nameKey(name), sk: 'HOLDER' }),
  lesson: (name: Name): Key => ({ pk: nameKey(name), sk: 'LESSON' }),
  cluster: ({ cluster, framework }: Omit<Name, 'name'>): Key => ({
    pk: clustersKey,
    sk: `${cluster}#${framework}`,
  }),
  room: (cluster: string): Key => ({ pk: roomKey(cluster), sk: 'ROOM' }),
  waiting: (cluster: string, { jobId, isLast, deadlineAt }: Place): Key => ({
    pk: roomKey(cluster),
    sk: `WAIT#${isLast ? 1 : 0}#${inOrder(deadlineAt)}#${jobId}`,
  }),
  call: (jobId: string, number: number): Key => ({ pk: `${callPrefix}${jobId}`, sk: inOrder(number) }),
  recurring: ({ cluster, framework, name }: Name): Key => ({
    pk: recurringKey,
    sk: `${recurringPrefix(name)}${cluster}#${framework}`,
  }),
  idempotencyKey: (key: string): Key => ({ pk: `IDEMPOTENCY#${key}`, sk: 'CLAIM' }),
};

/** A number that is sorted as a text. */
function inOrder(number: number): string {
  return String(Math.round(number)).padStart(15, '0');
}

/** Of the keys of calls: a job that waits for room has some. */
const callPrefix = 'CALL#';

/** Of the items of all jobs of a name. */
export function namedKey(name: string): string {
  return `NAMED#${name}`;
}

/** Of the items of all clusters. */
export const clustersKey = 'CLUSTERS';

/** Of the items of a cluster's room, and of the jobs that wait for it. */
function roomKey(cluster: string): string {
  return `ROOM#${cluster}`;
}

/** Of the items of all recurring jobs. */
export const recurringKey = 'RECURRING';

/** Of the sort keys of the recurring jobs of a name, on whatever cluster and framework: no framework takes a # in a name. */
export function recurringPrefix(name: string): string {
  return `${soughtName(name)}#`;
}

/** When a point was made, by its sort key. */
export function pointAt(sk: string): number {
  return Number(sk.slice('POINT#'.length));
}

/** After every point of a job. */
export const lastPointKey = 'POINT#~';

function nameKey({ cluster, framework, name }: Name): string {
  return `NAME#${cluster}#${framework}#${name}`;
}
