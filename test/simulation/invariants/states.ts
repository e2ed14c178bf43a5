import { isDeepStrictEqual } from 'node:util';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { isEnded, type StoredState, stateOf, statesIn } from './stored.ts';

const inBounds: Invariant = {
  name: 'cpus-in-bounds',
  says: "The cpus lie within the job's bounds, as stored and as asked for.",
  onWrite({ scenario, askedBounds }, { before, after }) {
    const state = stateOf(after);
    if (!state) return null;
    const { cpusMin: min, cpusMax: max } = state;
    if (min !== undefined && max !== undefined && max !== stateOf(before)?.cpusMax)
      askedBounds.push({ min, max });
    return isWithin(state.progress.cpus, [scenario.cpus, ...askedBounds])
      ? null
      : `stored are ${state.progress.cpus} cpus`;
  },
  onRequest({ scenario, askedBounds }, { method, body }) {
    if (body === undefined || !(method === 'POST' || method === 'PATCH')) return null;
    const { cpus } = JSON.parse(body);
    return cpus === undefined || isWithin(cpus, [scenario.cpus, ...askedBounds])
      ? null
      : `asked for are ${cpus} cpus`;
  },
};

/** Within any of them: an evaluation may have begun before a change, and a server may do late what it was asked. */
const isWithin = (cpus: number, bounds: World['askedBounds']) =>
  bounds.some(({ min, max }) => cpus >= min - 1e-3 && cpus <= max + 1e-3);

const endsOnce: Invariant = {
  name: 'ends-once',
  says: 'What has ended stays as it ended.',
  onWrite(_, { before, after }) {
    const [was, is] = [stateOf(before), stateOf(after)];
    if (!was || !is || !isEnded(was)) return null;
    const { status, completed } = is.progress;
    const isSame = status === was.progress.status && completed === was.progress.completed;
    return isSame
      ? null
      : `${was.progress.status} with ${was.progress.completed} became ${status} with ${completed}`;
  },
};

const countsGoUp: Invariant = {
  name: 'nothing-is-forgotten',
  says: 'No write takes back what an earlier one counted.',
  onWrite(_, { before, after }) {
    const [was, is] = [stateOf(before), stateOf(after)];
    if (!was || !is) return null;
    // A failure is taken back when the run turns out to have succeeded.
    const isBack = is.progress.completed < was.progress.completed;
    const isOlder = is.version < was.version || (is.version === was.version && isOtherProgress(is, was));
    return isBack || isOlder ? 'an older state was written over a newer one' : null;
  },
};

/** Only a save changes the progress, and each has a version of its own. */
function isOtherProgress(is: StoredState, was: StoredState): boolean {
  return is.progress !== was.progress && !isDeepStrictEqual(is.progress, was.progress);
}

const oneOfAName: Invariant = {
  name: 'one-job-of-a-name',
  says: 'Of the jobs of one name only one is live.',
  onWrite({ engine, scenario }, { before, after }) {
    if (before || !stateOf(after)) return null;
    const live = statesIn(engine).filter((state) => !isEnded(state));
    return live.length > (scenario.sharing?.jobs ?? 1) ? `${live.length} are live` : null;
  },
};

const endsForCause: Invariant = {
  name: 'ends-for-a-cause',
  says: 'A job ends as deleted, or as one whose name is taken, only when that is so.',
  onWrite({ weather }, { after }) {
    const reason = stateOf(after)?.progress.finish?.reason;
    const isForced = weather.fired.has('deleted-by-hand') || weather.fired.has('failover-forgets');
    if (reason === 'deleted-in-framework' && !isForced) return 'nobody deleted it';
    return reason === 'refused-by-framework' ? 'nobody refused it' : null;
  },
};

const completeIsAll: Invariant = {
  name: 'completed-is-all',
  says: 'A job is COMPLETED with all of its iterations and no more.',
  onWrite(_, { after }) {
    const state = stateOf(after);
    if (!state) return null;
    const { status, completed } = state.progress;
    if (completed > state.iterations) return `${completed} of ${state.iterations}`;
    return status === 'COMPLETED' && completed !== state.iterations
      ? `${completed} of ${state.iterations}`
      : null;
  },
};

/** What may be stored of a job, and after what. */
export const states = [inBounds, endsOnce, countsGoUp, oneOfAName, endsForCause, completeIsAll];
