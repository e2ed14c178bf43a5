import type { ShownJob } from '../api/answers.ts';
import type { Session } from '../session.ts';
import { forecastText, reasonText, shortForecast } from './forecast.ts';
import { moodOf } from './outcome.ts';

const barLength = 24;
/** Where the whole forecast has no room. */
const wideColumns = 130;
const narrowBarLength = 10;
const usualColumns = 80;
const toLineStart = '\r\u001b[K';

/** Shows a job each time that it was looked at, and ends the line. */
export interface Progress {
  show(job: ShownJob, now: number): void;
  end(): void;
}

/** With `--json` one line of JSON for each change, else one line that is drawn over on a terminal, else a line for each change. */
export function progressOn(session: Session): Progress {
  if (session.json) return printedChanges(session, jsonLine);
  return session.out.isTTY ? drawnLine(session) : printedChanges(session, changeLine);
}

function printedChanges({ out }: Session, lineOf: (job: ShownJob, now: number) => string): Progress {
  let last = '';
  return {
    show(job, now) {
      const { completed, cpus, status, deadlineAt, cancelRequested, problem, finishedAt } = job;
      const news = [completed, cpus, status, deadlineAt, cancelRequested, problem, finishedAt].join();
      if (news !== last) out.write(`${lineOf(job, now)}\n`);
      last = news;
    },
    end() {},
  };
}

/** Without the points, which grow from line to line. */
function jsonLine(job: ShownJob): string {
  return JSON.stringify({ ...job, points: undefined });
}

/** A job in one line: how far it is, when it will be done, and what holds it up or why it has its cpus. */
export function changeLine(job: ShownJob, now: number): string {
  const why = job.problem ?? (job.decision ? reasonText(job.decision) : '');
  return [`${job.name} ${counts(job)}`, forecastText(job, now), why].filter(Boolean).join(' | ');
}

function counts({ completed, iterations, cpus, status, cancelRequested }: ShownJob): string {
  return `${completed}/${iterations} ${cpus} cpus ${cancelRequested ? 'CANCELLING' : status}`;
}

/** A problem gets a line that stays, above the one that is drawn over. */
function drawnLine({ out, paint }: Session): Progress {
  let problem: string | undefined;
  return {
    show(job, now) {
      if (job.problem && job.problem !== problem)
        out.write(`${toLineStart}${paint('yellow', job.problem)}\n`);
      problem = job.problem;
      out.write(`${toLineStart}${barLine(job, now, { columns: out.columns || usualColumns, paint })}`);
    },
    end: () => void out.write('\n'),
  };
}

/** One line that fits: the bar, and what has room beside it. */
function barLine(
  job: ShownJob,
  now: number,
  { columns, paint }: Pick<Session, 'paint'> & { columns: number },
) {
  const isNarrow = columns < wideColumns;
  const length = isNarrow ? narrowBarLength : barLength;
  const filled = Math.floor((job.completed / job.iterations) * length);
  const bar = paint(moodOf(job), '█'.repeat(filled)) + paint('dim', '░'.repeat(length - filled));
  const forecast = isNarrow ? shortForecast(job, now) : forecastText(job, now);
  const room = Math.max(0, columns - 1 - length);
  return `${bar}${`  ${job.name}  ${counts(job)}  ${forecast}`.slice(0, room)}`;
}
