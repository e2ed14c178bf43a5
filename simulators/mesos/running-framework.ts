import type { Login } from '../http/basic-auth.ts';
import type { FaultRule } from '../http/faults.ts';
import type { Listening } from '../http/listen.ts';
import type { TaskFaults } from './task-faults.ts';

/** What the simulator of any framework is started with. */
export interface FrameworkOptions {
  /** Where its state is kept over a restart. */
  directory: string;
  /** Any free one if not given. */
  port?: number;
  /** Every request must carry them if given. */
  credentials?: Login;
}

/** What can go wrong with any framework. */
export type FrameworkFaults = Pick<TaskFaults, 'forNextTasks'> & {
  /** What goes wrong with requests; nothing, while it is undefined. */
  http: FaultRule | undefined;
};

export interface RunningFramework<Faults extends FrameworkFaults, Observed> {
  readonly url: string;
  readonly faults: Faults;
  readonly observed: Observed;
  /** Stops serving and scheduling. Tasks go on; they end with the cluster. */
  close(): Promise<void>;
}

/** A framework that is served; closing it stops its scheduling first. */
export function runningFramework<Faults extends FrameworkFaults, Observed>(
  server: Listening,
  { stop, ...shown }: { faults: Faults; observed: Observed; stop: () => void },
): RunningFramework<Faults, Observed> {
  const close = async () => {
    stop();
    await server.close();
  };
  return { url: server.url, ...shown, close };
}
