import type { Browser, Page } from 'playwright-core';
import { startDashboard } from '../../cli/dashboard/server.ts';
import { openBrowser } from '../../test/rigs/browser.ts';
import { startAnswering } from '../../test/rigs/cli.ts';
import { jobOfPoints, liveJobsNow } from '../../test/rigs/page-jobs.ts';

/** What the profiler of Chromium tells; times in microseconds. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples?: number[];
  timeDeltas?: number[];
}

const samplingMicroseconds = 200;

export interface Measured {
  what: string;
  kind: 'paint' | 'update';
  ms: number[];
}

/** A view of the page, with the number of the elements that make it whole. */
interface View {
  name: string;
  hash: string;
  whole: { selector: string; count: number };
}

const views: View[] = [
  { name: '1,000 live jobs', hash: '#/', whole: { selector: 'tbody tr', count: 50 } },
  { name: 'a job of 500 points', hash: '#/jobs/x', whole: { selector: 'svg.plot', count: 4 } },
];

/** An API whose answers change with each step. */
async function startApi() {
  let step = 0;
  const answers = { jobs: liveJobsNow(1000), job: jobOfPoints(500) };
  const api = await startAnswering(({ path }) => {
    if (path.startsWith('/jobs/')) return [200, answers.job];
    const from = Number(new URLSearchParams(path.split('?')[1]).get('before') ?? 0);
    const next = from + 100 < answers.jobs.length ? String(from + 100) : null;
    return [200, { jobs: answers.jobs.slice(from, from + 100), next }];
  });
  const change = () => {
    step += 1;
    Object.assign(answers, { jobs: liveJobsNow(1000, step), job: jobOfPoints(500, step) });
  };
  return { api, change };
}

/** Each view in a window of its own, as a fresh link opens it. */
export async function measurePage(samples: { paints: number; updates: number }): Promise<Measured[]> {
  const { api, change } = await startApi();
  const dashboard = await startDashboard({ access: { apiUrl: api.url }, port: 0 });
  const browser = await openBrowser();
  const measured: Measured[] = [];
  try {
    // The first window starts what the browser starts once, and builds the page.
    await firstPaint(browser, dashboard.link, views[0] as View);
    for (const view of views) {
      const paints = [];
      for (let i = 0; i < samples.paints; i++) paints.push(await firstPaint(browser, dashboard.link, view));
      measured.push({ what: `first paint, ${view.name}`, kind: 'paint', ms: paints });
      const ms = await updates(browser, { link: dashboard.link, view, change, count: samples.updates });
      measured.push({ what: `script of an update, ${view.name}`, kind: 'update', ms });
    }
  } finally {
    await browser.close();
    await dashboard.close();
    await api.close();
  }
  return measured;
}

/** A window that has the token, and notes when the view was whole and painted. */
async function opened(browser: Browser, link: string, { hash, whole }: View): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const { origin, hash: token } = new URL(link);
  await page.addInitScript({ content: noteWhole(whole) });
  const kept = token.replace('#token=', '');
  await page.addInitScript({ content: `localStorage.setItem('pacer-token', '${kept}')` });
  await page.goto(`${origin}/${hash}`);
  return page;
}

/** The script that marks the frame after the one that draws the view: then it is painted. */
function noteWhole({ selector, count }: View['whole']): string {
  return `new MutationObserver((_, observer) => {
    if (document.querySelectorAll(${JSON.stringify(selector)}).length < ${count}) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('whole')));
  }).observe(document, { childList: true, subtree: true });`;
}

/** Milliseconds from the navigation. */
async function firstPaint(browser: Browser, link: string, view: View): Promise<number> {
  const page = await opened(browser, link, view);
  const ms = await wholeAt(page);
  await page.context().close();
  return ms;
}

async function wholeAt(page: Page): Promise<number> {
  const mark = await page.waitForFunction(() => performance.getEntriesByName('whole')[0]?.startTime, null, {
    polling: 50,
  });
  return (await mark.jsonValue()) ?? Number.NaN;
}

interface Updating {
  link: string;
  view: View;
  change: () => void;
  count: number;
}

/** Milliseconds of script of each update, from the change of an answer to the frame that shows it. */
async function updates(browser: Browser, { link, view, change, count }: Updating): Promise<number[]> {
  const page = await opened(browser, link, view);
  await wholeAt(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: samplingMicroseconds });
  const ms = [];
  for (let i = 0; i < count; i++) {
    await session.send('Profiler.start');
    const answered = page.waitForResponse(
      (answer) => /\/api\/(live|jobs)/.test(answer.url()) && answer.status() === 200,
    );
    change();
    await (await answered).finished();
    await page.waitForTimeout(200);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    ms.push(scriptMs((await session.send('Profiler.stop')).profile));
  }
  await page.context().close();
  return ms;
}

/** Milliseconds in which a function of the page ran, or the collection of its garbage: not what the browser does by itself. */
function scriptMs({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const outside = new Set(
    nodes.filter(({ callFrame }) => isOutside(callFrame.functionName)).map(({ id }) => id),
  );
  const inside = samples.map((id, i) => (outside.has(id) ? 0 : (timeDeltas[i] ?? 0)));
  return inside.reduce((sum, microseconds) => sum + microseconds, 0) / 1000;
}

const isOutside = (name: string) => name === '(program)' || name === '(idle)' || name === '(root)';
