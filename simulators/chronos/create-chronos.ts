import { type Clock, systemClock } from '../clock.ts';
import { recorder } from '../mesos/observed.ts';
import type { TaskCluster } from '../mesos/simulated-cluster.ts';
import { taskFaults } from '../mesos/task-faults.ts';
import type { Chronos } from './chronos.ts';
import type { ChronosVersion } from './dialect.ts';
import { dialects } from './dialects.ts';
import type { ChronosJob } from './job.ts';
import { takeOffers } from './run-jobs.ts';
import { runQueue } from './run-queue.ts';
import type { StoredChronos } from './stored-state.ts';
import { updateTask } from './task-updates.ts';
import { noRaces, type Races, type Timing, timingOf } from './timing.ts';

/** Times that are not given are quick ones; see `timing.ts` for what each means. */
export type ChronosSettings = Partial<Timing> & {
  cluster: TaskCluster;
  version: ChronosVersion;
  /** The time of this machine if none is given. */
  clock?: Clock;
  /** When a DELETE does harm; never if not given. */
  races?: Partial<Races>;
};

/** A Chronos leader that knows of nothing yet. `save` keeps what must outlive it. */
export function createChronos(options: ChronosSettings, save: (state: StoredChronos) => void): Chronos {
  const { cluster, version, clock = systemClock } = options;
  const timing = timingOf(options);
  const dialect = dialects[version];
  const jobs = new Map<string, ChronosJob>();
  const chronos: Chronos = {
    dialect,
    cluster,
    clock,
    timing,
    races: { ...noRaces, ...options.races },
    jobs,
    pending: new Map(),
    zombies: new Set(),
    tasks: new Map(),
    strays: new Set(),
    queue: runQueue(),
    queued: new Set(),
    retries: [],
    timetable: dialect.timetable({ jobs, scheduleHorizonMs: timing.scheduleHorizonMs }),
    endedParents: new Map(),
    durationsMs: new Map(),
    lastEnds: new Map(),
    lastLaunches: new Map(),
    lastDeletions: new Map(),
    driver: 'active',
    unheard: [],
    offersRefusedUntil: 0,
    leaderlessUntil: 0,
    faults: taskFaults(),
    observed: recorder(),
    persist: () => save(storedState(chronos)),
  };
  return chronos;
}

/** What outlives a leader. A job that is a zombie here is an ordinary one to the next. */
export const storedState = ({ jobs, pending, tasks, strays }: Chronos): StoredChronos => ({
  jobs: [...jobs.values(), ...pending.values()],
  taskIds: [...tasks.keys(), ...strays],
});

/** Hears of offers and statuses from now on; what is returned ends that. */
export function startScheduling(chronos: Chronos): () => void {
  const { clock, cluster, timing } = chronos;
  const unsubscribe = cluster.subscribe((status) => updateTask(chronos, status));
  const endOffers = clock.every(timing.offerIntervalMs, () => takeOffers(chronos));
  return () => {
    endOffers();
    unsubscribe();
  };
}
