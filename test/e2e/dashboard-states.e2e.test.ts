import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../../cli/dashboard/server.ts';
import { chromiumPath, dropFile, openBrowser, openWindow, seenWell, takePicture } from '../rigs/browser.ts';
import { type ApiForTests, type CannedAnswer, startAnswering } from '../rigs/cli.ts';
import { jobNow, liveJobsNow } from '../rigs/page-jobs.ts';

const skip = chromiumPath === null ? 'Chromium is not installed: apt-get install chromium' : false;

let api: ApiForTests;
let answerTo: (path: string) => CannedAnswer;
let dashboard: Dashboard;
let browser: Browser;
let page: Page;
let origin: string;

/** An API with this job, alone. */
const withJob = (job = jobNow()) => {
  const { points, belief, ...listed } = job;
  answerTo = (path) => (path.startsWith('/jobs/') ? [200, job] : [200, { jobs: [listed], next: null }]);
  return job;
};

before(async () => {
  if (skip) return;
  api = await startAnswering(({ path }) => answerTo(path));
  dashboard = await startDashboard({ access: { apiUrl: api.url }, port: 0 });
  origin = new URL(dashboard.link).origin;
  browser = await openBrowser();
  page = (await openWindow(browser, 1280, 'light')).page;
  page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser?.close();
  await dashboard?.close();
  await api?.close();
});

/** The page as a fresh link opens it. */
beforeEach(async () => {
  if (skip) return;
  withJob();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('about:blank');
  await page.goto(dashboard.link);
});

test('a cluster that cannot be reached is told in the list and on the page of the job', {
  skip,
}, async () => {
  const problem =
    'The request to chronos failed: [GET] http://10.0.0.7:4400/v1/scheduler/jobs/summary: ECONNREFUSED';
  const { name } = withJob(jobNow({ problem }));
  await page.getByText(problem).waitFor();
  await seenWell(page, 'cluster-unreachable-jobs');
  await page.getByRole('link', { name }).click();
  await page.locator('.job-head').getByText(problem).waitFor();
  await page.locator('.job-head').getByText('Bring Chronos back').waitFor();
  await seenWell(page, 'cluster-unreachable-job');
});

test('a refusal is told in place of the page, and the page goes on by itself', { skip }, async () => {
  answerTo = () => [403, { message: 'Forbidden' }];
  await page.reload();
  await page.getByRole('heading', { name: 'The API refuses this call' }).waitFor();
  await seenWell(page, 'api-refuses');
  const { name } = withJob();
  await page.getByRole('link', { name }).waitFor();
});

test('credentials that expire are told above the picture, which says how old it is', { skip }, async () => {
  const { name } = withJob();
  await page.getByRole('link', { name }).waitFor();
  answerTo = () => [403, { message: 'The security token included in the request is expired' }];
  await page.getByText('Your AWS credentials are missing or have expired. What you see is').waitFor();
  await page.getByRole('link', { name }).waitFor();
  await seenWell(page, 'credentials-expired');
  withJob();
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('an API that does not answer is told', { skip }, async () => {
  answerTo = () => null;
  await page.reload();
  await page.getByRole('heading', { name: 'The API cannot be reached' }).waitFor();
  await seenWell(page, 'api-unreachable');
});

test('a projector shows the page at twice its size without scrolling sideways', { skip }, async () => {
  const { jobId } = withJob();
  // 1920 by 1080 pixels at a zoom of 200 %, and the contrast that light in the room leaves.
  const window = await browser.newPage({ viewport: { width: 960, height: 540 }, deviceScaleFactor: 2 });
  window.setDefaultTimeout(60_000);
  await window.goto(dashboard.link);
  await window.locator('tbody tr').waitFor();
  await takePicture(window, 'projector-jobs', false);
  await window.goto(`${origin}/#/jobs/${jobId}`);
  await window.locator('svg.plot').nth(3).waitFor();
  await window.locator('html').evaluate((html) => {
    (html as unknown as { style: { filter: string } }).style.filter = 'contrast(0.55) brightness(1.25)';
  });
  await takePicture(window, 'projector-job', false);
  const width = await window.locator('html').evaluate((html) => (html as unknown as Wide).scrollWidth);
  assert.ok(width <= 960, `${width} px`);
  await window.close();
});

interface Wide {
  scrollWidth: number;
}

test('the keyboard alone leads into a job, through its decisions, and back', { skip }, async () => {
  const { name } = withJob();
  await page.getByRole('link', { name }).waitFor();
  const focused = () =>
    page.evaluate(() => (globalThis as unknown as Focused).document.activeElement?.textContent ?? '');
  const tabTo = async (text: string) => {
    for (let presses = 0; presses < 30 && (await focused()).trim() !== text; presses++)
      await page.keyboard.press('Tab');
    assert.equal((await focused()).trim(), text);
  };
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'To the content');
  await page.keyboard.press('Enter');
  await tabTo(name);
  await takePicture(page, 'keyboard');
  await page.keyboard.press('Enter');
  await page.locator('svg.plot').nth(3).waitFor();
  await tabTo('Jobs');
  await tabTo('Pause');
});

interface Focused {
  document: { activeElement: { textContent: string } | null };
}

test('nothing moves for those who want no motion, and a screen reader hears each plot in words', {
  skip,
}, async () => {
  const { jobId } = withJob();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${origin}/#/jobs/${jobId}`);
  await page.locator('svg.plot').nth(3).waitFor();
  const transition = await page
    .locator('.progress-done')
    .first()
    .evaluate((bar) => (globalThis as unknown as Styled).getComputedStyle(bar).transitionDuration);
  assert.equal(transition, '0s');
  const heard = await page.locator('main').ariaSnapshot();
  for (const title of ['Burn-down', 'Cpus', 'Iterations', 'What the law believes'])
    assert.match(heard, new RegExp(`img "${title}\\. .{20,}`), title);
});

interface Styled {
  getComputedStyle(element: unknown): { transitionDuration: string };
}

test('of more live jobs than one answer holds, the page says which it has, and leads to the others', {
  skip,
}, async () => {
  const all = liveJobsNow(2150);
  answerTo = (path) => {
    const from = Number(new URLSearchParams(path.split('?')[1]).get('before') ?? 0);
    const next = from + 100 < all.length ? String(from + 100) : null;
    return [200, { jobs: all.slice(from, from + 100), next }];
  };
  await page.reload();
  await page.getByText('There are more than 2000 live jobs').waitFor();
  await page.locator('.total', { hasText: 'live jobs' }).getByText('2000+').waitFor();
  await takePicture(page, 'many-jobs');
  await page.getByRole('link', { name: 'The next ones' }).click();
  await page.locator('.total', { hasText: 'live jobs' }).getByText('150').waitFor();
  await page.getByRole('link', { name: 'The first ones' }).click();
  await page.getByText('There are more than 2000 live jobs').waitFor();
});

test('measurements that are dropped are replayed beside the page, and those of a name, too', {
  skip,
}, async () => {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/replay`);
  await dropFile(page, 'cpus,seconds\n1,fast\n', 'typo.csv');
  await page.getByText('typo.csv: 2 lines').waitFor();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByText('typo.csv:2: "fast" is no seconds').waitFor();
  await dropFile(page, 'cpus,seconds\n0.25,130\n0.25,121\n0.5,62\n0.5,66\n1,31\n1,33\n', 'my-job.csv');
  await page.getByLabel('Simulated jobs').fill('many');
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByText('Simulated jobs: “many” is no whole number').waitFor();
  await page.getByLabel('Simulated jobs').fill('20');
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByText('20 simulated jobs of 20 iterations').waitFor();
  await page.getByText('To know the job, but not its luck').waitFor();
  assert.equal(await page.getByRole('row').count(), 12);
  await page.getByRole('img', { name: /^Deadlines met against cost\. “adaptive” would have met/ }).waitFor();
  await seenWell(page, 'replay');
  await page.goto(`${origin}/#/replay/flaky`);
  await page.getByText('flaky: 15 lines.').waitFor();
});
