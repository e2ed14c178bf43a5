import { parseArgs } from 'node:util';
import { table } from '../cli/text/table.ts';
import { measurePage } from './page/measure.ts';

/**
 * What the page costs a browser: from the navigation to the first picture with all its numbers, and the script of an update
 * that changes every job of the list, or adds an iteration to a job. Exit code 1 where a median is above its goal. `--paints N`
 * and `--updates N` take another number of samples. On a machine that does other work the figures say little.
 */
const goalsMs = { paint: 1000, update: 50 };
const { values } = parseArgs({
  options: { paints: { type: 'string', default: '7' }, updates: { type: 'string', default: '20' } },
});
const samples = { paints: Number(values.paints), updates: Number(values.updates) };

const measured = await measurePage(samples);
const rows = measured.map(({ what, kind, ms }) => {
  const sorted = ms.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const isMet = median <= goalsMs[kind];
  const numbers = [median, sorted[0], sorted.at(-1)].map((each) => (each ?? Number.NaN).toFixed(0));
  if (!isMet) process.exitCode = 1;
  return [what, String(ms.length), ...numbers, String(goalsMs[kind]), isMet ? '' : 'TOO SLOW'];
});
const head = ['', 'samples', 'median ms', 'least ms', 'most ms', 'goal ms', ''];
console.log(table([head, ...rows], (column) => column > 0 && column < 6).join('\n'));
