import { measuredOf, traceCsv } from '../files/trace-csv.ts';
import type { DetailedJob, JobList } from '../model/shown.ts';
import type { CsvFile } from '../replay/replay.ts';
import type { PageApi } from './page-api.ts';

/** As many as `pacer trace` takes. */
const jobsAtMost = 10;

/** What the iterations of the last jobs of a name took, as `pacer trace` writes it; or why there is nothing. */
export async function measuredRuns(api: PageApi, name: string): Promise<CsvFile | { problem: string }> {
  const path = `/jobs?state=all&limit=${jobsAtMost}&name=${encodeURIComponent(name)}`;
  const list = await api.get<JobList>(path);
  if (list.trouble) return { problem: `${list.trouble.title}. ${list.trouble.next}` };
  const measured = [];
  for (const { jobId } of list.body.jobs) {
    const job = await api.get<DetailedJob>(`/jobs/${encodeURIComponent(jobId)}`);
    if (job.trouble) return { problem: `${job.trouble.title}. ${job.trouble.next}` };
    measured.push(...measuredOf(job.body));
  }
  if (measured.length === 0) return { problem: `No iteration of ${name} has completed.` };
  return { name, text: `${traceCsv(measured).join('\n')}\n` };
}
