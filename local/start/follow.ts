import { setTimeout as sleep } from 'node:timers/promises';
import type { jobsApi, Shown } from './jobs-api.ts';
import { forecastText, statusLines } from './status-lines.ts';

const everyMs = 300;

/** Shows the jobs until all have ended; resolves to them as they ended. On a terminal the lines are drawn over, elsewhere news are printed. */
export async function follow(
  api: ReturnType<typeof jobsApi>,
  jobIds: string[],
  output: NodeJS.WriteStream,
): Promise<Shown[]> {
  const show = output.isTTY ? drawOver(output) : printNews(output);
  for (;;) {
    const jobs = await Promise.all(jobIds.map(api.show));
    show(jobs);
    if (jobs.every((job) => job.finishedAt)) return jobs;
    await sleep(everyMs);
  }
}

function drawOver(output: NodeJS.WriteStream): (jobs: Shown[]) => void {
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

function printNews(output: NodeJS.WriteStream): (jobs: Shown[]) => void {
  const last = new Map<string, string>();
  return (jobs) => {
    for (const job of jobs) {
      const news = `${job.name} ${job.completed}/${job.iterations} ${job.cpus} cpus ${job.status}`;
      const seen = `${news}${job.problem ?? ''}`;
      if (last.get(job.jobId) === seen) continue;
      last.set(job.jobId, seen);
      const why = job.decision ? ` | ${job.decision.reason}: ${job.decision.sentence}` : '';
      const problem = job.problem ? ` | ${job.problem}` : '';
      output.write(`${news} | ${forecastText(job, Date.now())}${why}${problem}\n`);
    }
  };
}
