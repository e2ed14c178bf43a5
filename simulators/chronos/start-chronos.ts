import { join } from 'node:path';
import type { Observed } from '../mesos/observed.ts';
import {
  type FrameworkFaults,
  type FrameworkOptions,
  type RunningFramework,
  runningFramework,
} from '../mesos/running-framework.ts';
import { loadState, saveState } from '../mesos/state-file.ts';
import { type ChronosSettings, createChronos, startScheduling } from './create-chronos.ts';
import { type Failover, failOver, seenFailover, takeOver } from './lead.ts';
import { serveChronos } from './serve-chronos.ts';
import { kept } from './stored-state.ts';

export type ChronosOptions = ChronosSettings & FrameworkOptions;

export type ChronosFaults = FrameworkFaults & {
  /** Whether a node is asked that does not lead: it passes everything on, and loses the body of each refusal. */
  throughFollower: boolean;
  /** Another node takes over, in the time that was seen unless it is given. */
  failOver(times?: Partial<Failover>): void;
};

export type RunningChronos = RunningFramework<ChronosFaults, Observed>;

/**
 * A Chronos simulator: a single leader with the API and the scheduling of a version, on a Mesos cluster in small. Files to fetch,
 * constraints, mails and followers are accepted or shown where the API has them, and have no effect.
 */
export async function startChronos(options: ChronosOptions): Promise<RunningChronos> {
  const path = join(options.directory, 'chronos.json');
  const chronos = createChronos(options, (state) => saveState(path, state));
  takeOver(chronos, loadState(path, kept));
  const faults: ChronosFaults = {
    http: undefined,
    throughFollower: false,
    forNextTasks: chronos.faults.forNextTasks,
    failOver: (times) => failOver(chronos, { ...seenFailover, ...times }),
  };
  const { port, credentials } = options;
  const server = await serveChronos(chronos, { port, login: credentials, faults });
  const stopScheduling = startScheduling(chronos);
  const stop = () => {
    stopScheduling();
    chronos.pending.clear();
  };
  return runningFramework(server, { faults, observed: chronos.observed, stop });
}
