import { csvLine } from '../../dashboard/files/csv.ts';
import type { ShownJob } from '../api/answers.ts';
import type { Paint } from '../terminal.ts';
import { moodOf } from './outcome.ts';
import { span } from './span.ts';
import { table } from './table.ts';

const titles = ['OUTCOME', 'DONE', 'TOOK', 'CORE-S', 'CPUS', 'RESIZES'];

/** Ended jobs side by side, one a line, and how they did together. */
export function historyLines(jobs: readonly ShownJob[], paint: Paint): string[] {
  const isOneName = new Set(jobs.map(({ name }) => name)).size === 1;
  const which = ({ jobId, name }: ShownJob) => (isOneName ? [jobId] : [jobId, name]);
  const heads = isOneName ? ['ID'] : ['ID', 'NAME'];
  const rows = jobs.map((job) => [
    ...which(job),
    paint(moodOf(job), outcomeOf(job)),
    `${job.completed}/${job.iterations}`,
    tookText(job),
    job.coreSeconds.toFixed(1),
    String(job.cpus),
    String(job.resizes),
  ]);
  const [head = '', ...lines] = table([[...heads, ...titles], ...rows], (column) => column > heads.length);
  return [paint('dim', head), ...lines, inShort(jobs)];
}

function outcomeOf({ status, onTime }: ShownJob): string {
  if (onTime === undefined) return status;
  return onTime ? 'on time' : 'late';
}

function tookSeconds({ launchedAt, finishedAt = launchedAt }: ShownJob): number {
  return (Date.parse(finishedAt) - Date.parse(launchedAt)) / 1000;
}

function tookText(job: ShownJob): string {
  const paused = job.pausedSeconds ? ` (${span(job.pausedSeconds * 1000)} paused)` : '';
  return `${span(tookSeconds(job) * 1000)}${paused}`;
}

function inShort(jobs: readonly ShownJob[]): string {
  const onTime = jobs.filter((job) => job.onTime).length;
  const coreSeconds = jobs.reduce((sum, job) => sum + job.coreSeconds, 0) / jobs.length;
  return `${onTime} of ${jobs.length} on time; ${coreSeconds.toFixed(1)} core-seconds on average`;
}

const columns = [
  'name',
  'jobId',
  'launchedAt',
  'finishedAt',
  'deadlineAt',
  'status',
  'onTime',
  'completed',
  'iterations',
  'failures',
  'tookSeconds',
  'coreSeconds',
  'cpus',
  'resizes',
  'pausedSeconds',
] as const;

/** The same as lines of a CSV file. */
export function historyCsv(jobs: readonly ShownJob[]): string[] {
  const rows = jobs.map((job) => ({ ...job, tookSeconds: tookSeconds(job) }));
  return [csvLine(columns), ...rows.map((row) => csvLine(columns.map((column) => row[column])))];
}
