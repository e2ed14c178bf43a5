import type { Run } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { stateOf, stateOfJob, statesIn } from './stored.ts';

const isSuccess = ({ outcome }: Run) => outcome === 'success';

const countedOnce: Invariant = {
  name: 'counted-once',
  says: 'No more iterations are counted than runs have succeeded.',
  onWrite({ ledger }, { after }) {
    const state = stateOf(after);
    if (!state) return null;
    const succeeded = ledger.runsOf(state.jobId).filter(isSuccess).length;
    const { completed } = state.progress;
    return completed > succeeded ? `${completed} iterations are counted, ${succeeded} runs succeeded` : null;
  },
};

const reportedIsCounted: Invariant = {
  name: 'reported-is-counted',
  says: 'A run whose report was taken is counted, as far as the job has iterations.',
  atEnd: ({ engine, ledger, weather }) =>
    statesIn(engine)
      .map(({ jobId, iterations, progress }) => {
        const promised = ledger.runsOf(jobId).filter((run) => isSuccess(run) && run.isPromised).length;
        // One that comes in the moment in which the job is ended otherwise is taken, and counts no more; of each copy, where there are two.
        const copies = weather.fired.has('partition') ? 2 : 1;
        const atTheEnd = ['CANCELLED', 'FAILED'].includes(progress.status) ? copies : 0;
        const counted = progress.completed;
        return counted + atTheEnd < Math.min(promised, iterations)
          ? `${promised} reports were taken, ${counted} counted`
          : null;
      })
      .find(Boolean) ?? null,
};

/** One whose task was asked to end has no success to come: Pacer may see so a moment before Mesos has ended it. */
const isWithoutSuccess = (run: Run) =>
  run.outcome === null ? run.container.isEnding : !(isSuccess(run) && run.isPromised);

/**
 * It hangs where nobody can see it, or takes more than twice as long there as the run before it, or as its user says: whoever takes it
 * for dead is right as far as anybody can tell.
 */
function isForgottenForGood({ clock, engine, scenario }: World, { container, isOdd, ...run }: Run): boolean {
  if (!container.isOutOfSight) return false;
  const { lastDurationSeconds = null } = stateOfJob(engine, run.jobId)?.progress ?? {};
  const expectedMs = 1000 * (lastDurationSeconds ?? scenario.declaredSeconds);
  return isOdd || (run.endedAt ?? clock.now()) - run.startedAt > 2 * expectedMs;
}

const failuresAreReal: Invariant = {
  name: 'failures-are-real',
  says: 'A failure is counted only of a run, or of a task, that really ended without a success that was reported.',
  onWrite(world, { after }) {
    const { ledger, weather } = world;
    const state = stateOf(after);
    if (!state || state.progress.failures === 0) return null;
    const runs = ledger.runsOf(state.jobId);
    // A task may be lost with its agent before its run begins: its framework counts it.
    const lost = weather.fired.has('agent-lost') ? 1 : 0;
    const bad = runs.filter((run) => isWithoutSuccess(run) || isForgottenForGood(world, run)).length;
    const deaths = ledger.taskDeaths(state.jobId);
    const { failures } = state.progress;
    // A run that was taken for failed may have reported meanwhile: when that is counted, the failure is taken back.
    const waiting = Object.keys(state.inbox).length;
    return failures > bad + deaths + lost + waiting
      ? `${failures} failures are counted, ${bad + deaths} were`
      : null;
  },
};

const oneAtATime: Invariant = {
  name: 'one-at-a-time',
  says: "No two runs of a job go on at once by Pacer's doing.",
  onRun(world, run) {
    const other = world.ledger
      .runsOf(run.jobId)
      .find(
        (each) => each !== run && each.endedAt === null && !isExcused(world, each) && !isExcused(world, run),
      );
    return other ? `${run.name} begins while ${other.name} goes on` : null;
  },
};

/** A task on an agent that cannot be reached is Marathon's to replace. */
function isExcused(world: World, run: Run): boolean {
  const isMarathons = run.container.isOutOfSight && world.scenario.framework === 'marathon';
  return isMarathons || isForgottenForGood(world, run);
}

const noneAfterTheLast: Invariant = {
  name: 'none-after-the-last',
  says: 'No run begins when all iterations are known to be done.',
  onRun({ engine, ledger, weather }, { jobId, name, container }) {
    // Nobody could tell it, or Marathon has started a second copy that goes on beside the one it cannot reach.
    if (container.isUninformed || weather.fired.has('partition')) return null;
    const state = stateOfJob(engine, jobId);
    if (!state) return `${name} begins of a job that is not stored`;
    const promised = ledger.runsOf(jobId).filter((run) => isSuccess(run) && run.isPromised).length;
    const known = Math.max(promised, state.progress.completed);
    return known >= state.iterations ? `${name} begins after ${known} of ${state.iterations}` : null;
  },
};

/** What had begun before the pause may still come to this: an evaluation, an offer, a report and its answer. */
const startsWithinMs = 60_000;

const noneWhilePaused: Invariant = {
  name: 'none-while-paused',
  says: 'No run of a paused job begins.',
  onRun({ clock, engine, weather, scenario }, { jobId, name, container }) {
    // Nobody could tell it, a call was done late, or a queued run waited for its offer.
    const isExcusable = [...weather.fired].some((kind) => /late|lost|slow|rare|no-room|revives/.test(kind));
    if (container.isUninformed || isExcusable) return null;
    const { pausedAt = null } = stateOfJob(engine, jobId) ?? {};
    const graceMs = startsWithinMs + scenario.pauseSeconds * 1000;
    return pausedAt !== null && clock.now() - pausedAt > graceMs ? `${name} begins of a paused job` : null;
  },
};

/** What is counted of runs, and which runs there may be. */
export const runs = [
  countedOnce,
  reportedIsCounted,
  failuresAreReal,
  oneAtATime,
  noneAfterTheLast,
  noneWhilePaused,
];
