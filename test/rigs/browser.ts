import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium; null where it is not installed. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync) ?? null;

/** Pictures to look at, in a folder that git ignores. */
const pictures = join(import.meta.dirname, '..', '..', 'dist', 'screenshots');
const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

export interface Look {
  page: Page;
  /** The origins of all requests, and what the browser complained of. */
  origins: Set<string>;
  complaints: string[];
}

export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('Chromium is not installed.');
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}

/** A window that keeps an account of what it asks for. */
export async function openWindow(
  browser: Browser,
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<Look> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const origins = new Set<string>();
  const complaints: string[] = [];
  page.on('request', (request) => {
    // Files that are saved, and the icon, are in the page itself.
    if (!/^(blob|data):/.test(request.url())) origins.add(new URL(request.url()).origin);
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text());
  });
  return { page, origins, complaints };
}

/** What axe finds wrong with what is seen, a line each. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  });
}

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}

/** Of the whole page, or of what its window shows. */
export async function takePicture(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
}

/** Nothing that axe finds wrong, in both colour schemes, and pictures of both. */
export async function seenWell(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await takePicture(page, `${name}-${colorScheme}`);
    assert.deepEqual(await axeFindings(page), [], `${name}, ${colorScheme}`);
  }
}

/** As a file manager drops it. */
export async function dropFile(on: Page, content: string, name = 'job.json'): Promise<void> {
  const drop = on.locator('.drop');
  const transfer = await on.evaluateHandle(
    ([text, file]) => {
      const { DataTransfer, File } = globalThis as unknown as DropWorld;
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], file));
      return dropped;
    },
    [content, name] as const,
  );
  await drop.dispatchEvent('drop', { dataTransfer: transfer });
}

interface DropWorld {
  DataTransfer: new () => { items: { add(file: unknown): void } };
  File: new (parts: string[], name: string) => unknown;
}
