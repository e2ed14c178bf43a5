import { axisX, gridX, type Markish, type PlotOptions, rect, ruleX, text } from '@observablehq/plot';
import type { Pause } from '../model/pauses.ts';
import type { TimeRange } from '../model/time-range.ts';
import { timeTicks } from '../model/time-ticks.ts';

/** The scale that the plots of a job share, on the reader's clock. */
export function timeScale({ from, until }: TimeRange): NonNullable<PlotOptions['x']> {
  return { type: 'time', domain: [new Date(from), new Date(until)], label: null };
}

/** The axis below, with at most one tick for each 100 pixels. */
export function timeAxis({ from, until, isSimulated = false }: TimeRange, width: number): Markish[] {
  const most = Math.max(2, Math.floor(width / 100));
  const ticks = (isSimulated ? roundSeconds(until, most) : timeTicks(from, until, most)).map(dateOf);
  const tickFormat = (date: Date) =>
    isSimulated ? `${date.getTime() / 1000}` : tickText(date, until - from);
  return [
    gridX(ticks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisX(ticks, { label: null, tickSize: 4, tickFormat }),
  ];
}

/** From 0 to the end in steps of 1, 2 or 5 times a power of ten seconds, at most about so many; in milliseconds. */
function roundSeconds(until: number, most: number): number[] {
  const rough = until / 1000 / most;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = 1000 * decade * ([1, 2, 5].find((factor) => factor * decade >= rough) ?? 10);
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, i) => i * step);
}

const minute = 60_000;
const day = 1_440 * minute;

function tickText(date: Date, spanMs: number): string {
  if (spanMs > 3 * day) return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
  const clock = date.toTimeString().slice(0, spanMs < 20 * minute ? 8 : 5);
  const isMidnight = clock.startsWith('00:00');
  return isMidnight ? date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' }) : clock;
}

/** Pauses as bands from the top to the bottom. */
export function pauseMarks(pauses: readonly Pause[]): Markish[] {
  return [
    rect(pauses, {
      x1: ({ from }) => dateOf(from),
      x2: ({ until }) => dateOf(until),
      fill: 'var(--ink-faint)',
      fillOpacity: 0.2,
      clip: 'frame',
      title: () => 'paused',
    }),
  ];
}

/** The deadline as a line with its name, and now as a fainter one. */
export function instants(
  marks: { deadlineAt: number; earlier?: number[]; now: number | null },
  range: TimeRange,
): Markish[] {
  const shown = (instant: number) => instant >= range.from && instant <= range.until;
  const earlier = (marks.earlier ?? []).filter(shown);
  const deadlines = [marks.deadlineAt].filter(shown);
  const now = [marks.now ?? Number.NaN].filter(shown);
  const isRight = (instant: number) => instant > range.from + 0.7 * (range.until - range.from);
  const named = (instant: number, name: string, fill: string) =>
    text([instant], {
      x: dateOf,
      text: () => name,
      frameAnchor: 'top',
      dy: -12,
      dx: isRight(instant) ? 3 : -3,
      textAnchor: isRight(instant) ? 'end' : 'start',
      fill,
      fontWeight: 600,
    });
  return [
    ruleX(earlier, { x: dateOf, stroke: 'var(--deadline)', strokeDasharray: '2 4' }),
    ruleX(now, { x: dateOf, stroke: 'var(--ink-faint)', strokeDasharray: '3 3' }),
    ruleX(deadlines, { x: dateOf, stroke: 'var(--deadline)', strokeWidth: 2 }),
    ...deadlines.map((instant) => named(instant, 'deadline', 'var(--deadline)')),
  ];
}

const dateOf = (instant: number) => new Date(instant);
