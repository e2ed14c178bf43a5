import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { MesosCluster } from '../mesos/cluster.ts';
import {
  type FrameworkFaults,
  type FrameworkOptions,
  type RunningFramework,
  runningFramework,
} from '../mesos/running-framework.ts';
import { canonicalId } from './app-id.ts';
import { checkScale } from './check-scale.ts';
import { createMarathon } from './create-marathon.ts';
import { hearCluster } from './hear-cluster.ts';
import { isForgotten } from './launch-delay.ts';
import type { Marathon, Settings, Timing } from './marathon.ts';
import type { MarathonObserved } from './observed.ts';
import { cutOff, reconnect } from './partition.ts';
import { serveMarathon } from './serve-marathon.ts';
import { stoppableClock } from './stoppable-clock.ts';
import { takeOffers } from './take-offers.ts';

/** Delays are short where a real server's would only make a test slow. */
export type MarathonOptions = Partial<Timing & Settings> &
  FrameworkOptions & {
    cluster: MesosCluster;
    /** The machine's own if not given. */
    clock?: Clock;
  };

export type MarathonFaults = FrameworkFaults & {
  /** Cuts an agent off from Marathon: its tasks are unreachable and run on. */
  cutOff(agentId: string): void;
  /** The agent is back. */
  reconnect(agentId: string): void;
  /** Whether the kills of an app's tasks get lost on their way. */
  losesKillsOf: (appId: string) => boolean;
};

export type RunningMarathon = RunningFramework<MarathonFaults, MarathonObserved>;

/**
 * A Marathon simulator: a single leader with the API and the scheduling of the 1.8 line, on a Mesos cluster in small. Health and
 * readiness checks, constraints, roles, dependencies and files to fetch are accepted and shown, and have no effect; pods,
 * persistent volumes and secrets are not there.
 */
export async function startMarathon(options: MarathonOptions): Promise<RunningMarathon> {
  const { cluster, directory, port, credentials, clock = systemClock } = options;
  const parts = {
    cluster,
    clock: stoppableClock(clock),
    timing: timingOf(options),
    settings: settingsOf(options),
  };
  const marathon = createMarathon(parts, join(directory, 'marathon.json'));
  const faults = faultsOf(marathon);
  const server = await serveMarathon(marathon, { port, login: credentials, faults });
  return runningFramework(server, { faults, observed: marathon.observed, stop: run(marathon) });
}

function faultsOf(marathon: Marathon): MarathonFaults {
  const faults: MarathonFaults = {
    http: undefined,
    forNextTasks: (appId, fault, count) => marathon.faults.forNextTasks(canonicalId(appId), fault, count),
    cutOff: (agentId) => cutOff(marathon, agentId),
    reconnect: (agentId) => reconnect(marathon, agentId),
    losesKillsOf: () => false,
  };
  marathon.trouble.losesKillsOf = (appId) => faults.losesKillsOf(appId);
  return faults;
}

/** Hears the cluster and does what is due from time to time, until it is stopped. */
function run(marathon: Marathon): () => void {
  const { clock, timing } = marathon;
  const unsubscribe = marathon.cluster.subscribe((status) => hearCluster(marathon, status));
  clock.every(timing.offerIntervalMs, () => takeOffers(marathon, clock.now()));
  clock.every(timing.scaleCheckIntervalMs, () => checkScale(marathon));
  clock.every(timing.delayCheckIntervalMs, () => forgetDelays(marathon, clock.now()));
  return () => {
    unsubscribe();
    clock.stop();
  };
}

function forgetDelays({ delays }: Marathon, now: number): void {
  for (const [key, delay] of delays) if (isForgotten(delay, now)) delays.delete(key);
}

/** What passed on a real server from a wish to the launch, ms; less where a test wants its offers more often. */
const realOfferLatencyMs = 600;
const latencyInRounds = 3;

const timingOf = (options: Partial<Timing>, offerIntervalMs = options.offerIntervalMs ?? 1000): Timing => ({
  offerIntervalMs,
  offerLatencyMs: options.offerLatencyMs ?? Math.min(realOfferLatencyMs, latencyInRounds * offerIntervalMs),
  minReviveOffersIntervalMs: options.minReviveOffersIntervalMs ?? 0,
  stagingMs: options.stagingMs ?? 0,
  startingMs: options.startingMs ?? 0,
  killGraceMs: options.killGraceMs ?? 3000,
  killRetryIntervalMs: options.killRetryIntervalMs ?? 30_000,
  scaleCheckIntervalMs: options.scaleCheckIntervalMs ?? 300_000,
  delayCheckIntervalMs: options.delayCheckIntervalMs ?? 10_000,
});

const settingsOf = (options: Partial<Settings>): Settings => ({
  maxRunningDeployments: options.maxRunningDeployments ?? 100,
  showsKilling: options.showsKilling ?? false,
});
