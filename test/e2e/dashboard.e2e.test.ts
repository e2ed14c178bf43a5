import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../../cli/dashboard/server.ts';
import {
  chromiumPath,
  dropFile,
  type Look,
  openBrowser,
  openWindow,
  seenWell,
  takePicture,
} from '../rigs/browser.ts';
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';

const skip = chromiumPath === null ? 'Chromium is not installed: apt-get install chromium' : false;
const longName = `weekly-${'simulation-of-everything-'.repeat(4)}`.slice(0, 100);

let rig: Rig;
let dashboard: Dashboard;
let browser: Browser;
let look: Look;
let page: Page;

before(async () => {
  if (skip) return;
  rig = await startRig();
  const access = { apiUrl: rig.stack.apiUrl, token: rig.stack.apiToken };
  dashboard = await startDashboard({ access, port: 0 });
  browser = await openBrowser();
  look = await openWindow(browser, 1280, 'light');
  page = look.page;
  page.setDefaultTimeout(60_000);
  await page.goto(dashboard.link);
});
after(async () => {
  await browser?.close();
  await dashboard?.close();
  await rig?.close();
});

async function launched(request: ReturnType<typeof jobRequest>): Promise<void> {
  const { status, text } = await rig.api.launch(request);
  assert.equal(status, 201, text);
}

test('an empty stack says how to launch a job', { skip }, async () => {
  await page.getByText('No job is live').waitFor();
  assert.equal(new URL(page.url()).hash, '#/');
  await seenWell(page, 'empty');
});

test('live jobs stand by urgency, and what will be late says what would help', { skip }, async () => {
  await launched(jobRequest({ name: longName, iterations: 100_000, deadline: '30d', command: 'sleep 1' }));
  await launched(
    jobRequest({
      name: 'hopeless',
      law: 'adaptive',
      iterations: 30,
      deadline: '40s',
      iterationDuration: 30,
      cpus: { min: 0.5, max: 1 },
      command: 'sleep 1',
    }),
  );
  await launched(
    jobRequest({
      name: 'flaky',
      maxFailures: 50,
      iterations: 500,
      command: 'echo no input >&2; sleep 0.3; exit 7',
    }),
  );
  await page.getByRole('link', { name: 'flaky' }).waitFor();
  const first = page.locator('tbody tr').first();
  await first.getByRole('link', { name: 'hopeless' }).waitFor();
  await first.getByText('will be late').waitFor();
  await first.getByText('What would help:').waitFor();
  await first.locator('.bar-band.late').waitFor();
  await page.locator('.total', { hasText: 'live jobs' }).getByText('3').waitFor();
  await seenWell(page, 'jobs');
});

test('a search narrows the list, and stands in the address', { skip }, async () => {
  await page.getByLabel('Find').fill('FLAK');
  await page.getByRole('link', { name: 'hopeless' }).waitFor({ state: 'detached' });
  assert.match(page.url(), /find=FLAK/);
  await page.getByLabel('Find').fill('');
  await page.getByRole('link', { name: 'hopeless' }).waitFor();
});

test('a job shows its plots, each with words and a table', { skip }, async () => {
  await page.getByRole('link', { name: 'hopeless' }).click();
  await page.getByRole('img', { name: /^Burn-down\. .* of 30 iterations are done\./ }).waitFor();
  for (const title of ['Burn-down', 'Cpus', 'Iterations', 'What the law believes'])
    assert.equal(
      await page
        .locator('pacer-plot', { has: page.getByRole('heading', { name: new RegExp(`^${title}`) }) })
        .locator('svg.plot')
        .count(),
      1,
      title,
    );
  await page.locator('pacer-plot').first().getByText('Table').click();
  await page.getByRole('columnheader', { name: 'iterations left' }).waitFor();
  await seenWell(page, 'job');
});

test('the arrow keys and the pointer go through the decisions', { skip }, async () => {
  await page.locator('.decisions li').nth(1).waitFor();
  await page.locator('pacer-plot .canvas').first().focus();
  await page.keyboard.press('ArrowLeft');
  await page.locator('.decisions li.in-force').waitFor();
  assert.equal(await page.locator('.cursor').count(), 3);
  await page
    .locator('pacer-plot svg.plot')
    .nth(1)
    .hover({ position: { x: 60, y: 100 } });
  await page.locator('.decisions li.in-force').waitFor();
});

test('a plot is saved as SVG, PNG and CSV', { skip }, async () => {
  const saved = async (kind: string) => {
    const waiting = page.waitForEvent('download');
    await page.locator('pacer-plot').first().getByRole('button', { name: kind }).click();
    return readFileSync(await (await waiting).path());
  };
  const svg = String(await saved('SVG'));
  assert.match(svg, /^<svg .*Burn-down.*<\/svg>$/s);
  assert.doesNotMatch(svg, /var\(|color-mix/);
  assert.deepEqual([...(await saved('PNG')).subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.match(String(await saved('CSV')), /^at,iterations left\n2\d{3}-.*,30\n/);
});

test('a failed run shows its output, and a small screen everything', { skip }, async () => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(`${new URL(page.url()).origin}/#/`);
  await page.getByRole('link', { name: longName }).waitFor();
  await seenWell(page, 'jobs-320');
  await page.getByRole('link', { name: 'flaky' }).click();
  await page.getByText('no input').waitFor();
  await seenWell(page, 'job-320');
  const widest = await page
    .locator('html')
    .evaluate((html) => (html as unknown as { scrollWidth: number }).scrollWidth);
  assert.ok(widest <= 320, `${widest} px`);
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('a job is launched from a dropped file after a dry run, changed, paused, cancelled after a question, and launched again', {
  skip,
}, async () => {
  await page.getByRole('link', { name: 'Launch' }).first().click();
  const { job } = jobRequest({ name: 'from-the-page', command: 'sleep 2' });
  await dropFile(page, JSON.stringify(job));
  await page.getByLabel('Iterations').fill('many');
  await page.getByLabel('Deadline').fill('10m');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('iterations', { exact: true }).waitFor();
  await page.getByLabel('Iterations').fill('50');
  await page.getByLabel('Expected seconds').fill('2s');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('What a launch of from-the-page would come to').waitFor();
  await seenWell(page, 'launch');
  assert.equal((await rig.api.call('/jobs?name=from-the-page')).json?.jobs?.toString(), '');
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page.getByRole('heading', { name: /^from-the-page/ }).waitFor();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Most cpus').fill('0.7');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('and 0.7 cpus.').first().waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('heading', { name: /^from-the-page .*paused/ }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancel from-the-page?').waitFor();
  await seenWell(page, 'question');
  await page.getByRole('button', { name: 'Leave it' }).last().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Cancel the job' }).click();
  await page.getByRole('heading', { name: /^from-the-page .*cancelled/ }).waitFor();
  const cancelled = page.url();
  // Only then is its name free.
  await page.getByText('Still to be done').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Relaunch' }).click();
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page.waitForURL((url) => url.href !== cancelled);
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.getByRole('link', { name: 'All runs named from-the-page' }).click();
  await page.getByRole('img', { name: /^Runs of this name\. 2 jobs/ }).waitFor();
  await seenWell(page, 'history');
});

test('an unknown job, a link without a valid token and a lost server are told', { skip }, async () => {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/#/jobs/none-of-these`);
  await page.getByText('There is no such job').waitFor();
  await seenWell(page, 'unknown-job');
  const other = await openWindow(browser, 1280, 'light');
  await other.page.goto(`${origin}/#token=${'x'.repeat(43)}`);
  await other.page.getByText('This link is not valid any more').waitFor();
  await takePicture(other.page, 'refused');
  await other.page.route('**/api/live', (route) => route.fulfill({ json: { jobs: [{}], next: null } }));
  await other.page.goto(dashboard.link);
  await other.page.getByText('The answer of the API cannot be shown').waitFor();
  await page.goto(`${origin}/#/`);
  await page.getByRole('link', { name: 'flaky' }).waitFor();
  assert.deepEqual([...look.origins, ...other.origins], [origin, origin]);
  // Chromium also complains of each answer that is a refusal, and a busy stack has no time for each call.
  const complaints = look.complaints.filter((each) => !/status of (4\d\d|503)/.test(each));
  assert.deepEqual(complaints, []);
  await dashboard.close();
  await page.getByText('The page has lost its server').waitFor();
  await page.getByRole('link', { name: 'flaky' }).waitFor();
  await seenWell(page, 'stale');
});
