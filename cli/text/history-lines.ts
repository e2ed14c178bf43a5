import type { ShownJob } from '../api/answers.ts';
import type { Paint } from '../terminal.ts';
import { csvLine } from './csv.ts';
import { moodOf } from './outcome.ts';
import { span } from './span.ts';
import { table } from './table.ts';

const titles = ['ID', 'OUTCOME', 'DONE', 'TOOK', 'CORE-S', 'CPUS', 'RESIZES'];

/** Ended jobs side by side, one a line, and how they did together. */
export function historyLines(jobs: readonly ShownJob[], paint: Paint): string[] {
  const rows = jobs.map((job) => [
    job.jobId,
    paint(moodOf(job), outcomeOf(job)),
    `${job.completed}/${job.iterations}`,
    span(tookSeconds(job) * 1000),
    job.coreSeconds.toFixed(1),
    String(job.cpus),
    String(job.resizes),
  ]);
  const [head = '', ...lines] = table([titles, ...rows], (column) => column >= 2);
  return [paint('dim', head), ...lines, inShort(jobs)];
}

function outcomeOf({ status, onTime }: ShownJob): string {
  if (onTime === undefined) return status;
  return onTime ? 'on time' : 'late';
}

function tookSeconds({ launchedAt, finishedAt = launchedAt }: ShownJob): number {
  return (Date.parse(finishedAt) - Date.parse(launchedAt)) / 1000;
}

function inShort(jobs: readonly ShownJob[]): string {
  const onTime = jobs.filter((job) => job.onTime).length;
  const coreSeconds = jobs.reduce((sum, job) => sum + job.coreSeconds, 0) / jobs.length;
  return `${onTime} of ${jobs.length} on time; ${coreSeconds.toFixed(1)} core-seconds on average`;
}

const columns = [
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
];

/** The same as lines of a CSV file. */
export function historyCsv(jobs: readonly ShownJob[]): string[] {
  const cells = ({ jobId, launchedAt, finishedAt, deadlineAt, status, onTime, ...job }: ShownJob) => {
    const took = tookSeconds({ ...job, jobId, launchedAt, finishedAt, deadlineAt, status, onTime });
    const { completed, iterations, failures, coreSeconds, cpus, resizes } = job;
    const counts = [completed, iterations, failures, took, coreSeconds, cpus, resizes];
    return [jobId, launchedAt, finishedAt, deadlineAt, status, onTime, ...counts];
  };
  return [csvLine(columns), ...jobs.map(cells).map(csvLine)];
}
