import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { HttpFaultRule } from '../http/http-faults.ts';
import type { Observed } from '../mesos/observed.ts';
import type { TaskFaults } from '../mesos/task-faults.ts';
import type { Credentials } from './answer-request.ts';
import { createChronos, type SchedulerOptions, startScheduling } from './create-chronos.ts';
import { chronosServer } from './http-server.ts';
import { type Failover, failOver, seenFailover, takeOver } from './lead.ts';
import { loadState, saveState } from './state-file.ts';

export type ChronosOptions = SchedulerOptions & {
  /** Where jobs are kept over a restart. */
  directory: string;
  /** Any free one if not given. */
  port?: number;
  /** Every request must carry them if given. */
  credentials?: Credentials;
};

export type ChronosFaults = Pick<TaskFaults, 'forNextTasks'> & {
  /** What goes wrong with requests; nothing, while it is undefined. */
  http: HttpFaultRule | undefined;
  /** Whether a node is asked that does not lead: it passes everything on, and loses the body of each refusal. */
  throughFollower: boolean;
  /** Another node takes over, in the time that was seen unless it is given. */
  failOver(times?: Partial<Failover>): void;
};

export type RunningChronos = {
  readonly url: string;
  readonly faults: ChronosFaults;
  readonly observed: Observed;
  /** Stops serving and scheduling. Tasks go on; they end with the cluster. */
  close(): Promise<void>;
};

/**
 * A Chronos simulator: a single leader with the API and the scheduling of a version, on a Mesos cluster in small. Files to fetch,
 * constraints, mails and followers are accepted or shown where the API has them, and have no effect.
 */
export async function startChronos(options: ChronosOptions): Promise<RunningChronos> {
  const path = join(options.directory, 'chronos.json');
  const chronos = createChronos(options, (state) => saveState(path, state));
  takeOver(chronos, loadState(path));
  const faults: ChronosFaults = {
    http: undefined,
    throughFollower: false,
    forNextTasks: chronos.faults.forNextTasks,
    failOver: (times) => failOver(chronos, { ...seenFailover, ...times }),
  };
  const server = chronosServer(chronos, { credentials: options.credentials, faults });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const stopScheduling = startScheduling(chronos);
  const close = async () => {
    stopScheduling();
    chronos.pending.clear();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: urlOf(server), faults, observed: chronos.observed, close };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
