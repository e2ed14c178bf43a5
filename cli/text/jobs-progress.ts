import type { ShownJob } from '../api/answers.ts';
import type { Session } from '../session.ts';
import { takesEscapeCodes } from '../terminal.ts';
import { jobTable } from './job-table.ts';
import { fitted, liveLines, roomOf } from './live-lines.ts';
import { outcome } from './outcome.ts';
import { progressOn } from './progress.ts';

/** Shows several jobs each time that they were looked at. */
export interface JobsProgress {
  show(jobs: ShownJob[], now: number): void;
  /** One of them has ended. */
  ended(job: ShownJob, now: number): void;
  end(): void;
}

const noJob = 'No job is live.';

/** On a terminal a table that is drawn over, below what has ended; else a line for each change of a job. */
export function jobsProgressOn(session: Session): JobsProgress {
  return !session.json && takesEscapeCodes(session) ? drawnTable(session) : printedLines(session);
}

function drawnTable({ out, paint }: Session): JobsProgress {
  const lines = liveLines(out);
  return {
    show: (jobs, now) => {
      const table = jobs.length > 0 ? jobTable(jobs, now, paint) : [noJob];
      lines.draw(table.map((line) => fitted(line, roomOf(out))));
    },
    ended: (job) => lines.keep(outcome(job)),
    end: () => lines.end(),
  };
}

function printedLines(session: Session): JobsProgress {
  const changes = progressOn(session);
  return {
    show(jobs, now) {
      for (const job of jobs) changes.show(job, now);
      if (jobs.length === 0 && !session.json) session.out.write(`${noJob}\n`);
    },
    ended(job, now) {
      changes.show(job, now);
      if (!session.json) session.out.write(`${outcome(job)}\n`);
    },
    end: () => changes.end(),
  };
}
