import type { ShownJob } from '../api/answers.ts';
import type { Session } from '../session.ts';
import { moodOf } from './outcome.ts';
import { besideDeadline, fromNow } from './span.ts';

const titles = ['ID', 'NAME', 'STATUS', 'DONE', 'CPUS', 'DEADLINE', 'OUTLOOK'];
const statusColumn = 2;

/** Jobs as a table, one a line. */
export function jobTable(jobs: ShownJob[], now: number, paint: Session['paint']): string[] {
  const rows = jobs.map((job) => cells(job, now));
  const widths = titles.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const padded = (row: string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0));
  const line = (row: string[]) => row.join('  ').trimEnd();
  return [
    paint('dim', line(padded(titles))),
    ...jobs.map((job, i) =>
      line(padded(rows[i] ?? []).map((cell, j) => (j === statusColumn ? paint(moodOf(job), cell) : cell))),
    ),
  ];
}

function cells(job: ShownJob, now: number): string[] {
  const { jobId, name, status, completed, iterations, cpus, deadlineAt } = job;
  return [
    ...[jobId, name, status, `${completed}/${iterations}`, String(cpus)],
    ...[fromNow(deadlineAt, now), outlook(job)],
  ];
}

function outlook({ finishedAt, onTime, deadlineAt, outlook: expected = '', problem }: ShownJob): string {
  if (!finishedAt) return problem ? `${expected} (problem)`.trim() : expected;
  if (onTime === undefined) return 'not done';
  return `${onTime ? 'on time' : 'late'}, ${besideDeadline(finishedAt, deadlineAt)}`;
}
