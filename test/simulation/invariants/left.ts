import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { isEnded, stateOfJob, statesIn } from './stored.ts';

const finishes: Invariant = {
  name: 'finishes',
  says: 'A job ends some time after the weather has cleared.',
  atEnd({ engine }) {
    const live = statesIn(engine).find((state) => !isEnded(state));
    return live ? `${live.progress.status} with ${live.progress.completed} of ${live.iterations}` : null;
  },
};

/** What is left of jobs that have ended, by what it is. */
export const leftovers: Record<string, (world: World) => string[]> = {
  'no-framework-job-left': ({ framework, engine }) =>
    framework.jobIds().filter((jobId) => !isLive(engine, jobId)),
  'no-task-left': ({ framework, engine }) =>
    framework
      .tasks()
      // What hangs where its framework does not know of it, nobody can end.
      .filter(({ isOutOfSight, run }) => !(isOutOfSight && run?.isOdd))
      .flatMap(({ jobId, taskId }) => (isLive(engine, jobId) ? [] : [taskId])),
  'no-schedule-left': ({ pacer, engine }) =>
    pacer.schedules.names().filter((jobId) => !isLive(engine, jobId)),
  'no-alarm-left': ({ monasca, engine }) =>
    monasca.definitionNames().filter((name) => !isLive(engine, name.slice(6))),
  'no-name-left': ({ engine }) =>
    [...engine.items.values()].flatMap(({ sk, jobId }) =>
      sk === 'HOLDER' && isStoredAndOver(engine, String(jobId)) ? [String(jobId)] : [],
    ),
  'no-event-left': ({ engine }) =>
    [...engine.items.values()].flatMap(({ pk, sk, listing }) =>
      /^un(told|called)#/.test(String(listing ?? '')) ? [`${pk} ${sk}`] : [],
    ),
  'no-listing-left': ({ engine }) =>
    statesIn(engine).flatMap((state) =>
      isEnded(state) && !state.listing.startsWith('finished') ? [state.jobId] : [],
    ),
};

function isLive(engine: World['engine'], jobId: string): boolean {
  const state = stateOfJob(engine, jobId);
  return state !== null && !isEnded(state);
}

/** The name of a launch that came to nothing is taken by the next who wants it. */
function isStoredAndOver(engine: World['engine'], jobId: string): boolean {
  const state = stateOfJob(engine, jobId);
  return state !== null && isEnded(state);
}

const nothingLeft = Object.entries(leftovers).map(
  ([name, look]): Invariant => ({
    name,
    says: 'Nothing is left of a job that has ended.',
    atEnd(world) {
      const found = look(world);
      return found.length > 0 ? `left: ${found.join(', ')}` : null;
    },
  }),
);

const metricsComplete: Invariant = {
  name: 'metrics-complete',
  says: 'Monasca has every point of a job.',
  atEnd({ engine, monasca, scenario }) {
    if (!scenario.hasMonasca) return null;
    const points = [...engine.items.values()].filter(({ sk }) => String(sk).startsWith('POINT#'));
    const missing = points.filter(({ pk, at }) => {
      const jobId = String(pk).slice('JOB#'.length);
      return !monasca.measured.get(`pacer.status ${jobId}`)?.has(Number(at));
    });
    const unwritten = statesIn(engine).filter(
      ({ jobId, progress }) =>
        progress.lastPointAt > 0 &&
        !points.some(({ pk, at }) => pk === `JOB#${jobId}` && at === progress.lastPointAt),
    );
    if (unwritten.length > 0) return 'the last point was never written';
    return missing.length > 0 ? `${missing.length} of ${points.length} points are missing` : null;
  },
};

/** What must be so in the end. */
export const left = [finishes, ...nothingLeft, metricsComplete];
