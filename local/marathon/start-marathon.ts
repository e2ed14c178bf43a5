import { join } from 'node:path';
import type { HttpFaultRule } from '../http-faults.ts';
import { listen } from '../listen.ts';
import type { MesosCluster } from '../mesos/cluster.ts';
import type { TaskFaults } from '../mesos/task-faults.ts';
import type { Credentials } from './answer-request.ts';
import { canonicalId } from './app-id.ts';
import { checkScale } from './check-scale.ts';
import { createMarathon } from './create-marathon.ts';
import { marathonServer } from './http-server.ts';
import { isForgotten } from './launch-delay.ts';
import type { Marathon, Timing } from './marathon.ts';
import type { Observed } from './observed.ts';
import { takeOffers } from './take-offers.ts';
import { updateTask } from './task-updates.ts';

/**
 * `offerIntervalMs`: how often Mesos offers resources, so how soon a queued task starts. `killGraceMs`: what a killed task gets
 * to end by itself, unless its app says. `scaleCheckIntervalMs`: how often the number of tasks is put right. `delayCheckIntervalMs`:
 * how often launch delays are looked through for those to forget.
 */
export type MarathonOptions = Partial<Timing> & {
  cluster: MesosCluster;
  /** Where apps, deployments and tasks are kept over a restart. */
  directory: string;
  /** Any free one if not given. */
  port?: number;
  /** Every request must carry them if given. */
  credentials?: Credentials;
};

export type MarathonFaults = Pick<TaskFaults, 'forNextTasks'> & {
  /** What goes wrong with requests; nothing, while it is undefined. */
  http: HttpFaultRule | undefined;
};

export type RunningMarathon = {
  readonly url: string;
  readonly faults: MarathonFaults;
  readonly observed: Observed;
  /** Stops serving and scheduling. Tasks go on; they end with the cluster. */
  close(): Promise<void>;
};

/**
 * A Marathon simulator: a single leader with the API and the scheduling of the 1.8 line, on a Mesos cluster in small. Health and
 * readiness checks, constraints, roles, dependencies and files to fetch are accepted and shown, and have no effect; pods,
 * persistent volumes and secrets are not there.
 */
export async function startMarathon(options: MarathonOptions): Promise<RunningMarathon> {
  const { cluster, directory, port, credentials } = options;
  const marathon = createMarathon(cluster, timingOf(options), join(directory, 'marathon.json'));
  const faults: MarathonFaults = {
    http: undefined,
    forNextTasks: (appId, fault, count) => marathon.faults.forNextTasks(canonicalId(appId), fault, count),
  };
  const faultFor: HttpFaultRule = (request) => faults.http?.(request);
  const server = await listen(marathonServer(marathon, { credentials, faultFor }), port);
  const stop = run(marathon);
  const close = async () => {
    stop();
    await server.close();
  };
  return { url: server.url, faults, observed: marathon.observed, close };
}

/** Hears the cluster and does what is due from time to time, until it is stopped. */
function run(marathon: Marathon): () => void {
  const { offerIntervalMs, scaleCheckIntervalMs, delayCheckIntervalMs } = marathon.timing;
  const unsubscribe = marathon.cluster.subscribe((status) => updateTask(marathon, status));
  const timers = [
    setInterval(() => takeOffers(marathon, Date.now()), offerIntervalMs),
    setInterval(() => checkScale(marathon), scaleCheckIntervalMs),
    setInterval(() => forgetDelays(marathon, Date.now()), delayCheckIntervalMs),
  ];
  return () => {
    unsubscribe();
    for (const timer of timers) clearInterval(timer);
  };
}

function forgetDelays({ delays }: Marathon, now: number): void {
  for (const [key, delay] of delays) if (isForgotten(delay, now)) delays.delete(key);
}

const timingOf = (options: Partial<Timing>): Timing => ({
  offerIntervalMs: options.offerIntervalMs ?? 1000,
  killGraceMs: options.killGraceMs ?? 3000,
  scaleCheckIntervalMs: options.scaleCheckIntervalMs ?? 300_000,
  delayCheckIntervalMs: options.delayCheckIntervalMs ?? 10_000,
});
