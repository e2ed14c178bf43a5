import { beliefInWords, beliefOf } from '../model/belief.ts';
import { burnDownInWords, burnDownOf } from '../model/burn-down.ts';
import { cpuStepsInWords, cpuStepsOf } from '../model/cpu-steps.ts';
import { durationsInWords, durationsOf } from '../model/durations.ts';
import type { DetailedJob } from '../model/shown.ts';
import { beliefPlot } from './belief.ts';
import { burnDownPlot } from './burn-down.ts';
import { cpuStepsPlot } from './cpu-steps.ts';
import { durationsPlot } from './durations.ts';
import { type Figure, fileNameOf } from './figure.ts';

const iso = (instant: number) => new Date(instant).toISOString();

/** The plots of a job, in their order. */
export function jobFigures(job: DetailedJob, now: number): Figure[] {
  return [burnDown(job, now), cpus(job, now), durations(job, now), belief(job)];
}

function burnDown(job: DetailedJob, now: number): Figure {
  const model = burnDownOf(job, now);
  return {
    file: `${fileNameOf(job.name)}-burn-down`,
    title: 'Burn-down',
    axes: `iterations left over time; band: forecast of the end, 10 to 90 %; ○ cpus changed${pausedKey(model)}`,
    words: burnDownInWords(job, now, model),
    draw: (frame) => burnDownPlot(model, frame),
    table: () => ({
      columns: ['at', 'iterations left'],
      rows: model.steps.map(({ at, left }) => [iso(at), left]),
    }),
    isTime: true,
  };
}

function pausedKey({ pauses }: { pauses: readonly unknown[] }): string {
  return pauses.length > 0 ? '; grey: paused' : '';
}

function cpus(job: DetailedJob, now: number): Figure {
  const model = cpuStepsOf(job, now);
  return {
    file: `${fileNameOf(job.name)}-cpus`,
    title: 'Cpus',
    axes: `cpus held over time; dashed: bounds${model.used ? '; ◆ really used' : ''}${pausedKey(model)}`,
    words: cpuStepsInWords(job, now, model),
    draw: (frame) => cpuStepsPlot(model, frame),
    table: () => ({
      columns: ['from', 'cpus'],
      rows: model.steps.slice(0, -1).map(({ at, cpus }) => [iso(at), cpus]),
    }),
    isTime: true,
  };
}

function durations(job: DetailedJob, now: number): Figure {
  const model = durationsOf(job, now);
  const range = model.cpus;
  const colour =
    range && range.most > range.least ? `; pale ${range.least} cpus, full ${range.most} cpus` : '';
  return {
    file: `${fileNameOf(job.name)}-iterations`,
    title: 'Iterations',
    axes: `seconds of each, where it ended${colour}${model.failed ? '; ✕ failed last' : ''}`,
    words: durationsInWords(job, now, model),
    draw: (frame) => durationsPlot(model, frame),
    table: () => ({
      columns: ['ended at', 'seconds', 'cpus'],
      rows: model.iterations.map(({ endedAt, seconds, cpus }) => [iso(endedAt), seconds, cpus]),
    }),
    isTime: true,
  };
}

function belief(job: DetailedJob): Figure {
  const model = beliefOf(job);
  return {
    file: `${fileNameOf(job.name)}-belief`,
    title: 'What the law believes',
    axes: 'seconds of an iteration over cpus; band: 10 to 90 %; dots: measured',
    words: beliefInWords(job),
    draw: (frame) => beliefPlot(model, frame),
    table: () => ({
      columns: ['cpus', 'p10 seconds', 'median seconds', 'p90 seconds'],
      rows: model.curve.map(({ cpus, p10, p50, p90 }) => [cpus, p10, p50, p90]),
    }),
    isTime: false,
  };
}
