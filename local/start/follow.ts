import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailedJob } from '../../cli/api/answers.ts';
import type { JobsApi } from '../../cli/api/jobs-api.ts';
import { type Output, paintOn } from '../../cli/terminal.ts';
import { liveLines, roomOf } from '../../cli/text/live-lines.ts';
import { printedChanges } from '../../cli/text/progress.ts';
import { statusLines } from './status-lines.ts';

const everyMs = 300;

export interface Watching {
  api: JobsApi;
  jobIds: string[];
  output: Output;
  /** Whether lines are drawn over; else each change is a line. */
  isLive: boolean;
  /** Whether to look no more: what is written then is somebody else's. */
  isStopping(): boolean;
}

/** Shows the jobs until all have ended, or until it is to stop; resolves to them as they were at last. */
export async function follow({ api, jobIds, output, isLive, isStopping }: Watching): Promise<DetailedJob[]> {
  const view = isLive ? drawnOver(output) : printed(output);
  for (;;) {
    const jobs = await Promise.all(jobIds.map(api.showJob));
    if (isStopping()) return jobs;
    view.show(jobs);
    if (jobs.every((job) => job.finishedAt)) {
      view.end();
      return jobs;
    }
    await sleep(everyMs);
  }
}

interface View {
  show(jobs: DetailedJob[]): void;
  end(): void;
}

function drawnOver(output: Output): View {
  const lines = liveLines(output);
  const paint = paintOn({ out: output, environment: process.env });
  const linesOf = (job: DetailedJob) => statusLines(job, Date.now(), roomOf(output), paint);
  return { show: (jobs) => lines.draw(jobs.flatMap(linesOf)), end: () => lines.end() };
}

function printed(output: Output): View {
  const changes = printedChanges(output);
  return {
    show(jobs) {
      for (const job of jobs) changes.show(job, Date.now());
    },
    end: () => changes.end(),
  };
}
