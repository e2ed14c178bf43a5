import { cpusText, howMany } from '../../lib/control/wording.ts';
import { type Pause, pausesOf } from './pauses.ts';
import { type Resize, resizesOf } from './resizes.ts';
import { at, type DetailedJob } from './shown.ts';
import { isComplete, type TimeRange, timeRangeOf } from './time-range.ts';
import { clockText } from './time-text.ts';

/** What the plot of the cpus shows. Instants are epoch milliseconds. */
export interface CpuSteps {
  range: TimeRange;
  /** The allocation from an instant on, until the next step. */
  steps: { at: number; cpus: number }[];
  bounds: { min: number; max: number };
  resizes: Resize[];
  /** What the last containers really used, if Monasca knows. */
  used: { at: number; cpus: number; held: number } | null;
  deadlineAt: number;
  /** While it is paused a job holds no cpus once its run has ended. */
  pauses: Pause[];
  now: number | null;
}

export function cpuStepsOf(job: DetailedJob, now: number): CpuSteps {
  const points = job.points.map((point) => ({ at: at(point.at), cpus: point.cpus }));
  const started = isComplete(job) ? [{ at: at(job.launchedAt), cpus: job.initialCpus }] : [];
  const until = job.finishedAt ? at(job.finishedAt) : now;
  const changes = [...started, ...points].filter(({ cpus }, i, all) => all[i - 1]?.cpus !== cpus);
  const { cpuUse } = job;
  return {
    range: timeRangeOf(job, now),
    steps: [...changes, { at: until, cpus: changes.at(-1)?.cpus ?? job.cpus }],
    bounds: job.cpuBounds,
    resizes: resizesOf(job),
    used: cpuUse ? { at: at(cpuUse.at), cpus: cpuUse.usedCpus, held: cpuUse.allocatedCpus } : null,
    deadlineAt: at(job.deadlineAt),
    pauses: pausesOf(job, now),
    now: job.finishedAt ? null : now,
  };
}

export function cpuStepsInWords(job: DetailedJob, now: number, model = cpuStepsOf(job, now)): string {
  const { resizes, used, bounds } = model;
  const holds = job.finishedAt ? 'It ended with' : job.pausedAt ? 'Paused, it would have' : 'It has';
  const have = `${holds} ${cpusText(job.cpus)}, between its bounds ${bounds.min} and ${cpusText(bounds.max)}.`;
  const last = resizes.at(-1);
  const change = last
    ? `${howMany(resizes.length, 'change')}; the last, from ${last.from} to ${cpusText(last.to)}, at ${clockText(last.at, now)}.`
    : 'They never changed in what is shown.';
  const use = used ? ` Its last containers used ${used.cpus.toFixed(2)} of ${cpusText(used.held)}.` : '';
  return `${have} ${change}${use}`;
}
