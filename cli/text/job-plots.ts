import { plot } from 'simple-ascii-chart';
import { type BurnDown, burnDownOf } from '../../dashboard/model/burn-down.ts';
import { cpuStepsOf } from '../../dashboard/model/cpu-steps.ts';
import type { DetailedJob } from '../../dashboard/model/shown.ts';
import { besideDeadline } from '../../lib/control/wording.ts';

type Line = [x: number, y: number][];

/** What stands beside the lines: the labels of the vertical axis. */
const besides = 14;
const heights = { burnDown: 10, cpus: 6 };

/** The burn-down and the cpus of a job for a terminal with so many columns. */
export function jobPlots(job: DetailedJob, now: number, columns: number): string[] {
  const width = Math.max(20, Math.min(120, columns) - besides);
  return [...burnDownLines(burnDownOf(job, now), width), '', ...cpuLines(job, now, width)];
}

function burnDownLines(model: BurnDown, width: number): string[] {
  const { range, deadlineAt, iterations } = model;
  const lines = burnDownSeries(model, width);
  const end = lines.at(-1)?.at(-1)?.[0] ?? range.until;
  const isDue = deadlineAt <= end;
  const drawn = plot(lines, {
    width,
    height: heights.burnDown,
    yRange: [0, iterations],
    thresholds: isDue ? [{ x: deadlineAt }] : [],
    customXAxisTicks: [range.from, isDue ? deadlineAt : end],
    formatter: (value, { axis }) => (axis === 'x' ? clock(value) : Math.round(value)),
  });
  return [...caption(model, isDue), ...linesOf(drawn)];
}

/** What is done, and the way to the median of the forecast. */
function burnDownSeries(model: BurnDown, width: number): Line[] {
  const { range, steps, forecast } = model;
  const last = steps.at(-1)?.at ?? range.from;
  const until = forecast ? range.until : last;
  const grid = gridOf(range.from, until, width);
  const done: Line = grid.filter((at) => at <= last).map((at) => [at, leftAt(model, at)]);
  if (!forecast) return [done];
  const way = grid.filter((at) => at > last && at <= forecast.p50);
  const ahead: Line = way.map((at) => [at, onTheWay(forecast, at)]);
  return ahead.length > 0 ? [done, ahead] : [done];
}

function caption({ now, forecast, deadlineAt, steps }: BurnDown, isDue: boolean): string[] {
  const end = forecast?.p50 ?? steps.at(-1)?.at ?? deadlineAt;
  const deadline = isDue ? '; ┃ the deadline' : '';
  if (now === null) return [`Iterations left${deadline}. It ended ${besideDeadline(end, deadlineAt)}.`];
  if (!forecast) return [`Iterations left until ${clock(now)} (now)${deadline}; there is no forecast`];
  return [
    `Iterations left until ${clock(now)} (now), then by the median forecast${deadline}`,
    `Done ${besideDeadline(end, deadlineAt)}`,
  ];
}

function cpuLines(job: DetailedJob, now: number, width: number): string[] {
  const { range, steps, bounds } = cpuStepsOf(job, now);
  const until = steps.at(-1)?.at ?? now;
  const held = gridOf(range.from, until, width).map((at) => [
    at,
    steps.findLast((step) => step.at <= at)?.cpus ?? job.initialCpus,
  ]) as Line;
  const drawn = plot(held, {
    width,
    height: heights.cpus,
    yRange: [0, bounds.max],
    customXAxisTicks: [range.from, until],
    formatter: (value, { axis }) => (axis === 'x' ? clock(value) : value.toFixed(2)),
  });
  return [`Cpus held, of ${bounds.min} to ${bounds.max}`, ...linesOf(drawn)];
}

function gridOf(from: number, until: number, width: number): number[] {
  return Array.from({ length: width }, (_, i) => from + (i * (until - from)) / (width - 1));
}

function leftAt({ steps, iterations }: BurnDown, at: number): number {
  return steps.findLast((step) => step.at <= at)?.left ?? iterations;
}

function onTheWay({ from, p50 }: NonNullable<BurnDown['forecast']>, at: number): number {
  return Math.max(0, (from.left * (p50 - at)) / (p50 - from.at));
}

function clock(instant: number): string {
  return new Date(instant).toTimeString().slice(0, 8);
}

function linesOf(drawn: string): string[] {
  return drawn
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
