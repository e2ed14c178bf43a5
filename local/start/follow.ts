import { setTimeout as sleep } from 'node:timers/promises';
import type { DetailedJob } from '../../cli/api/answers.ts';
import type { JobsApi } from '../../cli/api/jobs-api.ts';
import { changeLine } from '../../cli/text/progress.ts';
import { statusLines } from './status-lines.ts';

const everyMs = 300;

/** Shows the jobs until all have ended; resolves to them as they ended. On a terminal the lines are drawn over, elsewhere news are printed. */
export async function follow(
  api: JobsApi,
  jobIds: string[],
  output: NodeJS.WriteStream,
): Promise<DetailedJob[]> {
  const show = output.isTTY ? drawOver(output) : printNews(output);
  for (;;) {
    const jobs = await Promise.all(jobIds.map(api.showJob));
    show(jobs);
    if (jobs.every((job) => job.finishedAt)) return jobs;
    await sleep(everyMs);
  }
}

function drawOver(output: NodeJS.WriteStream): (jobs: DetailedJob[]) => void {
  let drawn = 0;
  return (jobs) => {
    const lines = jobs.flatMap((job) => statusLines(job, Date.now(), output.columns || 100));
    output.moveCursor(0, -drawn);
    output.cursorTo(0);
    output.clearScreenDown();
    output.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
}

function printNews(output: NodeJS.WriteStream): (jobs: DetailedJob[]) => void {
  const last = new Map<string, string>();
  return (jobs) => {
    for (const job of jobs) {
      const { jobId, completed, cpus, status, problem = '' } = job;
      const news = [completed, cpus, status, problem].join();
      if (last.get(jobId) !== news) output.write(`${changeLine(job, Date.now())}\n`);
      last.set(jobId, news);
    }
  };
}
