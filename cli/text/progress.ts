import { cpusText } from '../../lib/control/wording.ts';
import type { ShownJob } from '../api/answers.ts';
import type { Session } from '../session.ts';
import { type Output, takesEscapeCodes } from '../terminal.ts';
import { bar } from './bar.ts';
import { forecastText, reasonText, shortForecast } from './forecast.ts';
import { fitted, liveLines, roomOf } from './live-lines.ts';
import { moodOf } from './outcome.ts';

const barLength = 24;
/** Where the whole forecast has no room. */
const wideColumns = 130;
const narrowBarLength = 10;

/** Shows a job each time that it was looked at, until the end of it all. */
export interface Progress {
  show(job: ShownJob, now: number): void;
  end(): void;
}

/** With `--json` one line of JSON for each change, else one line that is drawn over on a terminal, else a line for each change. */
export function progressOn(session: Session): Progress {
  if (session.json) return printedChanges(session.out, jsonLine);
  return takesEscapeCodes(session) ? drawnLine(session) : printedChanges(session.out, changeLine);
}

/** Prints a line for each change of a job; it may be told of several jobs. */
export function printedChanges(
  out: Output,
  lineOf: (job: ShownJob, now: number) => string = changeLine,
): Progress {
  const last = new Map<string, string>();
  return {
    show(job, now) {
      const { completed, cpus, status, deadlineAt, cancelRequested, pausedAt, problem, finishedAt } = job;
      const state = [status, cancelRequested, pausedAt, problem, finishedAt];
      const news = [completed, cpus, deadlineAt, ...state].join();
      if (news !== last.get(job.jobId)) out.write(`${lineOf(job, now)}\n`);
      last.set(job.jobId, news);
    },
    end() {},
  };
}

/** Without the points, which grow from line to line. */
export function jsonLine(job: ShownJob): string {
  return JSON.stringify({ ...job, points: undefined });
}

/** A job in one line: how far it is, when it will be done, and what holds it up or why it has its cpus. */
function changeLine(job: ShownJob, now: number): string {
  const why = job.problem ?? (job.decision ? reasonText(job.decision) : '');
  return [`${job.name} ${counts(job)}`, forecastText(job, now), why].filter(Boolean).join(' | ');
}

function counts({ completed, iterations, cpus, status, cancelRequested, pausedAt }: ShownJob): string {
  const state = cancelRequested ? 'CANCELLING' : pausedAt ? 'PAUSED' : status;
  return `${completed}/${iterations} ${cpusText(cpus)} ${state}`;
}

/** A problem gets a line that stays, above the one that is drawn over. */
function drawnLine({ out, paint }: Session): Progress {
  const lines = liveLines(out);
  let problem: string | undefined;
  return {
    show(job, now) {
      if (job.problem && job.problem !== problem) lines.keep(paint('yellow', job.problem));
      problem = job.problem;
      lines.draw([barLine(job, now, { room: roomOf(out), paint })]);
    },
    end: () => lines.end(),
  };
}

/** One line that fits: the bar, and what has room beside it. */
function barLine(job: ShownJob, now: number, { room, paint }: Pick<Session, 'paint'> & { room: number }) {
  const isNarrow = room < wideColumns;
  const drawn = bar(
    job.completed / job.iterations,
    isNarrow ? narrowBarLength : barLength,
    paint,
    moodOf(job),
  );
  const forecast = isNarrow ? shortForecast(job, now) : forecastText(job, now);
  return fitted(`${drawn}  ${job.name}  ${counts(job)}  ${forecast}`, room);
}
