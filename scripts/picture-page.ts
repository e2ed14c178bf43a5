import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DetailedJob } from '../cli/api/answers.ts';
import { apiCaller } from '../cli/api/api-caller.ts';
import { type JobsApi, jobsApi } from '../cli/api/jobs-api.ts';
import { startDashboard } from '../cli/dashboard/server.ts';
import { type Stack, startStack } from '../local/stack.ts';
import { launchRequests } from '../local/start/launch-requests.ts';
import { parseOptions } from '../local/start/options.ts';
import { until } from '../test/e2e/until.ts';
import { openBrowser, openWindow } from '../test/rigs/browser.ts';

/** Takes the pictures of the page that the documentation shows, of the examples that `npm start` launches. */

const repository = join(import.meta.dirname, '..');
const pictures = join(repository, 'docs', 'pictures');
/** So many iterations make a picture in which something is to be seen. */
const enough = 5;
/** Later than in the demonstration, so that a busy machine shows jobs that are on time, too. */
const deadline = '150s';

const directory = mkdtempSync(join(tmpdir(), 'pacer-picture-'));
const stack = await startStack({
  directory,
  port: 0,
  timeScale: 30,
  callbackUrl: null,
  docker: false,
  onLine: () => {},
});
try {
  await takePictures(stack);
} finally {
  await stack.close();
  rmSync(directory, { recursive: true, force: true });
}

async function takePictures({ apiUrl, apiToken }: Stack): Promise<void> {
  const access = { apiUrl, token: apiToken };
  const api = jobsApi(apiCaller(access));
  const requests = [
    ...launchRequests(parseOptions(['--deadline', deadline]), repository),
    ...launchRequests(parseOptions(['--job', join(repository, 'examples', 'late.chronos.json')]), repository),
  ];
  const launched = await Promise.all(requests.map((request) => api.launchJob(request, randomUUID())));
  const first = await withEnoughDone(api, launched[0]?.launched.jobId ?? '');
  const page = await startDashboard({ access, port: 0 });
  await picture(page.link, first.jobId);
  await page.close();
}

function withEnoughDone(api: JobsApi, jobId: string): Promise<DetailedJob> {
  const look = async () => {
    const job = await api.showJob(jobId);
    return job.completed >= enough ? job : undefined;
  };
  return until(look, { missing: () => 'The first job of the demonstration did not get on.' });
}

async function picture(link: string, jobId: string): Promise<void> {
  const browser = await openBrowser();
  const { page } = await openWindow(browser, 1200, 'light');
  mkdirSync(pictures, { recursive: true });
  await page.goto(link);
  await page.locator('tbody tr').first().waitFor();
  await page.screenshot({ path: join(pictures, 'jobs.png'), fullPage: true });
  await page.goto(`${new URL(link).origin}/#/jobs/${jobId}`);
  await page.locator('svg.plot').nth(3).waitFor();
  // Down to the plots: the rest is text.
  const { y = 0, height = 0 } = (await page.locator('.figures').boundingBox()) ?? {};
  const clip = { x: 0, y: 0, width: 1200, height: y + height + 16 };
  await page.screenshot({ path: join(pictures, 'job.png'), fullPage: true, clip });
  await browser.close();
}
