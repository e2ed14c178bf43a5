import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiCaller } from '../../cli/api/api-caller.ts';
import { readApiToken } from '../../cli/api/api-token.ts';
import { apiUrlOf } from '../../cli/api/api-url.ts';
import { jobsApi } from '../../cli/api/jobs-api.ts';
import { callbackToken } from '../../lib/job/token.ts';

/** As the events of `events/` name the job that `launch.json` launches, and the token with which its containers report. */
export const exampleJob = {
  name: 'render-frames',
  jobId: '01KDW3R5T0EXAMP1E0J0B00001',
  token: 'the-token-that-the-containers-of-this-job-have',
};

/** The text of an event about the example job, now about the one that was launched last in the directory's stack, if there is any. */
export async function eventText(file: string, directory: string): Promise<string> {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(exampleJob.jobId)) return text;
  const call = apiCaller({ apiUrl: apiUrlOf({ url: undefined, directory }), token: readApiToken(directory) });
  const { jobs } = await jobsApi(call).listJobs({ state: 'all', name: exampleJob.name, limit: 1 });
  return jobs[0] ? aboutJob(text, tokenOf(jobs[0], join(directory, 'secrets'))) : text;
}

/** The token is derived from the callback key, as the functions derive it. */
function tokenOf({ jobId }: { jobId: string }, secretsDirectory: string) {
  const key = readFileSync(join(secretsDirectory, 'callback-key'), 'utf8').trim();
  return { jobId, token: callbackToken(key, jobId) };
}

/** The text of an event about the example job, as one about another. */
export function aboutJob(text: string, { jobId, token }: { jobId: string; token: string }): string {
  return text.replaceAll(exampleJob.jobId, jobId).replaceAll(exampleJob.token, token);
}
