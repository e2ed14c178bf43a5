import type { World, Written } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { isEnded, type StoredState, stateOf } from './stored.ts';

const tickMs = 60_000;

/** What each write of a state is to be told as, by job, in its order: what events there must be in the end. */
const expected = new WeakMap<World, Map<string, string[]>>();

/** What anybody sees who compares the two rows. */
function seenIn(was: StoredState, is: StoredState): string[] {
  const seen: string[] = [];
  const began = was.progress.status === 'LAUNCHING' && /RUNNING|COMPLETED/.test(is.progress.status);
  if (began) seen.push('launched');
  const [before, after] = [faceOf(was), faceOf(is)];
  if (isEnded(was)) return [];
  if (isEnded(is)) {
    const turnedLate = is.progress.status === 'COMPLETED' && is.progress.isLate && !was.progress.isLate;
    return [...seen, ...(turnedLate ? ['late'] : []), is.progress.status.toLowerCase()];
  }
  if (after === before) return seen;
  return [...seen, after === 'on-time' ? 'recovered' : after];
}

const faceOf = ({ progress: { isLate, decision } }: StoredState) =>
  isLate ? 'late' : (decision?.outlook ?? 'on-time');

function note(world: World, { before, after }: Written): null {
  const [was, is] = [stateOf(before), stateOf(after)];
  if (!was || !is || was.version === is.version) return null;
  const jobs = expected.get(world) ?? new Map<string, string[]>();
  expected.set(world, jobs.set(is.jobId, [...(jobs.get(is.jobId) ?? []), ...seenIn(was, is)]));
  return null;
}

/** The transitions of a job that came over the bus, in the order in which they were made. */
function toldOf({ pacer: { bus } }: World, jobId: string): string[] {
  const events = [...bus.values()].filter(({ event }) => event.detail.jobId === jobId);
  return events
    .sort((a, b) => a.event.time - b.event.time)
    .map(({ event }) => String(event.detail.transition));
}

const complete: Invariant = {
  name: 'events-complete',
  says: 'Each transition of each job is an event, and no event is of anything else.',
  onWrite: note,
  atEnd(world) {
    for (const [jobId, transitions] of expected.get(world) ?? []) {
      const [wanted, told] = [transitions.join(', '), toldOf(world, jobId).join(', ')];
      if (wanted !== told) return `became: ${wanted}; told: ${told}`;
    }
    return null;
  },
};

const same: Invariant = {
  name: 'events-agree',
  says: 'An event that comes again says the same.',
  atEnd({ pacer: { bus } }) {
    const wrong = [...bus].find(([, { isContradicted }]) => isContradicted);
    return wrong ? `${wrong[0]} came with other words` : null;
  },
};

const prompt: Invariant = {
  name: 'events-prompt',
  says: 'When nothing goes wrong, each transition is an event within one tick.',
  atEnd({ pacer: { bus }, weather }) {
    if (weather.fired.size > 0) return null;
    const late = [...bus].find(([, { event, at }]) => at - event.time > tickMs);
    return late ? `${late[0]} came ${late[1].at - late[1].event.time} ms later` : null;
  },
};

/** What is told of the jobs. */
export const events = [complete, same, prompt];
