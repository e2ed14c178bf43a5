import { availableParallelism } from 'node:os';
import type { DetailedJob } from '../../cli/api/answers.ts';
import { failureLines } from '../../cli/text/failure-lines.ts';
import { reasonText } from '../../cli/text/forecast.ts';
import { outcome } from '../../cli/text/outcome.ts';
import { cpusText, howMany, lengthOfTime, percent } from '../../lib/control/wording.ts';
import type { Metric } from '../../lib/monasca/metric.ts';
import { jobAlarmName } from '../../lib/monitoring/job-alarm.ts';
import type { CpuUse } from '../../simulators/mesos/cpu-use.ts';
import type { Notification } from '../../simulators/monasca/notifier.ts';
import type { RuledEvent } from '../events/event-bus.ts';

/** What the runs of a job got of the cpus that they held, on average, and how busy the machine was meanwhile, 0 to 1. */
export interface GotCpus extends CpuUse {
  machineBusy: number;
}

/** How a job went: on time or not, what was resized and why, and what it took; `got` is null where it was not measured. */
export function summary(job: DetailedJob, got: GotCpus | null = null): string[] {
  return [outcome(job), ...whyLate(job, got), ...failedRuns(job), ...resizes(job), ...coreSeconds(job)];
}

/** Runs that wait for a busy machine are slower than their cpus allow: that is no fault of the forecast. */
function whyLate({ onTime }: DetailedJob, got: GotCpus | null): string[] {
  if (onTime !== false || !got) return [];
  const { usedCpus, heldCpus, machineBusy } = got;
  const cores = howMany(availableParallelism(), 'core');
  return [
    `  its runs got ${usedCpus.toFixed(2)} of ${cpusText(rounded(heldCpus))}; this machine, with ${cores}, was ${percent(machineBusy)} busy`,
  ];
}

const rounded = (cpus: number) => Math.round(cpus * 100) / 100;

function failedRuns(job: DetailedJob): string[] {
  if (job.failures === 0) return [];
  const last = job.lastFailure ? failureLines(job) : [];
  return [
    `  failed runs: ${job.failures}${last.length > 0 ? '; the last:' : ''}`,
    ...last.map((line) => `    ${line}`),
  ];
}

function resizes({ points, initialCpus }: DetailedJob): string[] {
  const changes = points.flatMap((point, i) => {
    const before = points[i - 1]?.cpus ?? initialCpus;
    if (before === point.cpus) return [];
    const why = point.decision ? reasonText(point.decision) : '';
    return [`    ${before} → ${cpusText(point.cpus)}, ${why}`];
  });
  return [`  ${howMany(changes.length, 'resize')}${changes.length > 0 ? ':' : ''}`, ...changes];
}

/** The most cpus all the time would have held them for as long as the fastest runs took, at least. */
function coreSeconds({ points, coreSeconds: used, iterations: count, cpuBounds }: DetailedJob): string[] {
  const fastest = fastestLevel(points.flatMap(({ iterations }) => iterations));
  if (!fastest) return [];
  const atMost = fastest.durationSeconds * count * cpuBounds.max;
  const percent = Math.round((1 - used / atMost) * 100);
  const saved = percent < 0 ? `${-percent} % more` : `${percent} % less`;
  return [
    `  ${used.toFixed(1)} core-seconds, compared with about ${atMost.toFixed(1)} with ${cpusText(cpuBounds.max)} all the time (${saved})`,
    `    (estimated from the fastest iterations: ${lengthOfTime(fastest.durationSeconds)} with ${cpusText(fastest.cpus)})`,
  ];
}

interface Iteration {
  cpus: number;
  durationSeconds: number;
}

function fastestLevel(iterations: Iteration[]): Iteration | null {
  const levels = Map.groupBy(iterations, ({ cpus }) => cpus);
  const medians = [...levels].map(([cpus, runs]) => ({ cpus, durationSeconds: median(runs) }));
  return medians.sort((a, b) => a.durationSeconds - b.durationSeconds)[0] ?? null;
}

function median(runs: Iteration[]): number {
  const sorted = runs.map(({ durationSeconds }) => durationSeconds).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

type Measurement = Pick<Metric, 'name' | 'dimensions' | 'timestamp'>;

/** Without what was sent twice: a measurement is known by its series and its time. */
export function distinct<Measured extends Measurement>(metrics: readonly Measured[]): Measured[] {
  const keyOf = ({ name, dimensions, timestamp }: Measured) => `${name} ${dimensions.job_id} ${timestamp}`;
  return [...new Map(metrics.map((metric) => [keyOf(metric), metric])).values()];
}

/** How many metrics of each name Monasca has. */
export function metricCounts(metrics: readonly { name: string }[]): string {
  const counts = Map.groupBy(metrics, ({ name }) => name);
  return [...counts].map(([name, all]) => `${name} ${all.length}`).join(', ');
}

type Told = Pick<Notification, 'type' | 'address' | 'alarmName' | 'state' | 'at'>;

/** Whom Monasca notified of which alarm, and when: a line each, with how long before or after the deadline of its job that was. */
export function toldLines(notifications: readonly Told[], jobs: readonly DetailedJob[]): string[] {
  return notifications.map(({ type, address, alarmName, state, at }) => {
    const job = jobs.find(({ jobId }) => alarmName === jobAlarmName(jobId));
    const when = job ? `, ${beforeDeadline(at, job)}` : '';
    const what = state === 'ALARM' && job ? `${job.name} will probably be late` : `${alarmName} is ${state}`;
    return `Monasca notified ${address} (${type}) at ${new Date(at).toISOString()}${when}: ${what}`;
  });
}

/** What became of each job, as events told it, in their order. */
export function eventLines(events: readonly RuledEvent[], jobs: readonly DetailedJob[]): string[] {
  return jobs.flatMap(({ jobId, name }) => {
    // The bus may get them in another order.
    const told = events
      .filter(({ detail }) => detail.jobId === jobId)
      .toSorted((a, b) => Date.parse(String(a.detail.at)) - Date.parse(String(b.detail.at)));
    const distinctIds = new Map(told.map(({ detail }) => [detail.id, detail.transition]));
    return told.length > 0
      ? [`EventBridge was told of ${name}: ${[...distinctIds.values()].join(', ')}`]
      : [];
  });
}

function beforeDeadline(at: number, { name, deadlineAt }: DetailedJob): string {
  const seconds = (Date.parse(deadlineAt) - at) / 1000;
  const span = lengthOfTime(Math.abs(seconds));
  return `${span} ${seconds >= 0 ? 'before' : 'after'} the deadline of ${name}`;
}
