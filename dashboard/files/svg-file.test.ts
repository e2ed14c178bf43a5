import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { live, liveNow } from '../fixtures/recorded.ts';
import { burnDownOf } from '../model/burn-down.ts';
import { jobFigures } from '../plots/job-figures.ts';
import { palette } from './palette.ts';
import { svgFile } from './svg-file.ts';

const figures = jobFigures(live, liveNow);
const svg = svgFile('render: "<late>" & more', figures);

test('the colours of files are the light ones of the style sheet', () => {
  const sheet = readFileSync(join(import.meta.dirname, '..', 'page.css'), 'utf8');
  for (const [name, colour] of Object.entries(palette))
    assert.ok(sheet.includes(`--${name}: light-dark(${colour}, `), `${name} ${colour}`);
});

test('a file has all plots, stands alone and is clean', () => {
  assert.equal(svg.match(/<svg /g)?.length, 1 + figures.length);
  assert.doesNotMatch(svg, /var\(|color-mix|<style|NaN|<late>/);
  for (const { title } of figures) assert.ok(svg.includes(`>${title}</text>`));
});

test('the deadline and each mark stand where the numbers say', () => {
  const { deadlineAt, range, resizes } = burnDownOf(live, liveNow);
  const share = (deadlineAt - range.from) / (range.until - range.from);
  const x = 46 + share * (760 - 46 - 16);
  const [burnDown = ''] = svg.split('>Cpus</text>');
  const lines = [...burnDown.matchAll(/<line[^>]*? x1="([\d.]+)"/g)].map(([, at]) => Number(at));
  assert.ok(
    lines.some((at) => Math.abs(at - x) < 1),
    `${x} is none of ${lines}`,
  );
  assert.equal(burnDown.match(/<circle/g)?.length, resizes.length);
  const [, durations = ''] = svg.split('>Iterations</text>');
  assert.equal(durations.split('>What the law believes</text>')[0]?.match(/<circle/g)?.length, 14);
});
