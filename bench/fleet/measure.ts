import { mean } from '../control/metrics.ts';
import { boundOf } from './bound.ts';
import { deadlineFactors, deadlineSecondsOf, drawFleet, type Fleet, type FleetJob } from './fleet-jobs.ts';
import type { Outcome } from './member.ts';
import type { Policy } from './policies.ts';
import { simulateFleet } from './simulate.ts';

/** One policy on one fleet. Shares are of all jobs. */
export interface TrialResult {
  met: number;
  /** By the classes of deadlines, the tightest first. */
  metByClass: number[];
  /** Core-seconds over those of a clairvoyant. */
  cost: number;
  /** By job, in the mean. */
  queueSeconds: number;
  resizes: number;
  runsBehind: number;
  /** By how much of the time to their deadlines all jobs are late, those on time by nothing. */
  lateness: number;
  /** The longest time in which a job had no run, over the length of that job with the most cpus. */
  longestWait: number;
}

/** All trials of one policy at one load: the same fleets as those of each other policy. */
export interface Cell {
  load: number;
  policy: string;
  trials: TrialResult[];
}

export interface Measured {
  loads: { load: number; bound: number }[];
  cells: Cell[];
}

export interface Work {
  loads: number[];
  policies: Policy[];
  trials: number;
  seed: number;
  size: number;
  agents: number[];
}

/** Every policy on the same fleets at each load. */
export function measure(work: Work, onProgress: (share: number) => void): Measured {
  const measured: Measured = { loads: [], cells: [] };
  const total = work.loads.length * work.policies.length;
  for (const load of work.loads) {
    const fleets = Array.from({ length: work.trials }, (_, i) =>
      drawFleet(work.seed + i, work.size, { ...work, load }),
    );
    measured.loads.push({ load, bound: mean(fleets.map(boundOf)) });
    for (const policy of work.policies) {
      const trials = fleets.map((fleet) => resultOf(fleet, simulateFleet(fleet, policy)));
      measured.cells.push({ load, policy: policy.name, trials });
      onProgress(measured.cells.length / total);
    }
  }
  return measured;
}

interface Life {
  job: FleetJob;
  outcome: Outcome;
}

function livesOf({ jobs }: Fleet, outcomes: Outcome[]): Life[] {
  return jobs.flatMap((job, i) => {
    const outcome = outcomes[i];
    return outcome === undefined ? [] : [{ job, outcome }];
  });
}

const isMet = ({ job, outcome }: Life) => outcome.tookSeconds <= deadlineSecondsOf(job);

function resultOf(fleet: Fleet, outcomes: Outcome[]): TrialResult {
  const lives = livesOf(fleet, outcomes);
  const share = (of: Life[]) => of.filter(isMet).length / of.length;
  const sum = (value: (life: Life) => number) => lives.reduce((total, life) => total + value(life), 0);
  const per = (value: (life: Life) => number) => sum(value) / lives.length;
  return {
    met: share(lives),
    metByClass: deadlineFactors.map((factor) =>
      share(lives.filter(({ job }) => job.deadlineFactor === factor)),
    ),
    cost: sum(({ outcome }) => outcome.coreSeconds) / sum(({ job }) => job.clairvoyant),
    queueSeconds: per(({ outcome }) => outcome.queueSeconds),
    resizes: per(({ outcome }) => outcome.resizes),
    runsBehind: per(({ outcome }) => outcome.runsBehind),
    lateness: per(({ job, outcome }) => Math.max(0, outcome.tookSeconds / deadlineSecondsOf(job) - 1)),
    longestWait: Math.max(...lives.map(({ job, outcome }) => outcome.longestWaitSeconds / job.lengthSeconds)),
  };
}
