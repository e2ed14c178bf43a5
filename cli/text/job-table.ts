import type { ShownJob } from '../api/answers.ts';
import type { Paint } from '../terminal.ts';
import { moodOf } from './outcome.ts';
import { besideDeadline, fromNow } from './span.ts';
import { table } from './table.ts';

const titles = ['ID', 'NAME', 'STATUS', 'DONE', 'CPUS', 'DEADLINE', 'OUTLOOK'];

/** Jobs as a table, one a line. */
export function jobTable(jobs: ShownJob[], now: number, paint: Paint): string[] {
  const [head = '', ...rows] = table([titles, ...jobs.map((job) => cells(job, now, paint))]);
  return [paint('dim', head), ...rows];
}

function cells(job: ShownJob, now: number, paint: Paint): string[] {
  return [
    job.jobId,
    job.name,
    paint(moodOf(job), job.status),
    `${job.completed}/${job.iterations}`,
    String(job.cpus),
    fromNow(job.deadlineAt, now),
    outlook(job),
  ];
}

function outlook(job: ShownJob): string {
  const { finishedAt, pausedAt, onTime, deadlineAt, problem } = job;
  const expected = pausedAt ? 'paused' : (job.outlook ?? '');
  if (!finishedAt) return problem ? `${expected} (problem)`.trim() : expected;
  if (onTime === undefined) return 'not done';
  return `${onTime ? 'on time' : 'late'}, ${besideDeadline(finishedAt, deadlineAt)}`;
}
