import { howMany } from '../../lib/control/wording.ts';
import type { ScheduledJob, ShownRecurring } from '../api/answers.ts';
import type { Paint } from '../terminal.ts';
import { fromNow, span } from './span.ts';
import { table } from './table.ts';

/** What was scheduled, for a person. */
export function scheduledLines(
  scheduled: ScheduledJob,
  { isNew, now }: { isNew: boolean; now: number },
): string[] {
  const { name, iterations, deadlineSeconds, adjustments } = scheduled;
  const done = isNew ? 'Scheduled' : 'Scheduled before, by the same request:';
  return [
    `${done} ${name}: ${howMany(iterations, 'iteration')} within ${span(deadlineSeconds * 1000)} of each start`,
    ...timesLines(scheduled.schedule, now),
    ...adjustments.map((adjustment) => `  ${adjustment}`),
  ];
}

/** When jobs start, and what becomes of a start while the job before is live. */
export function timesLines(
  { expression, timeZone, overlap, nextStarts }: ShownRecurring['schedule'],
  now: number,
) {
  const zone = expression.startsWith('cron') ? ` ${timeZone}` : '';
  const [next, ...later] = nextStarts;
  return [
    `  ${expression}${zone}; while the job before is live, a start ${overlapWords[overlap] ?? overlap}`,
    ...(next === undefined
      ? []
      : [`  Next start: ${next} (${Date.parse(next) <= now ? 'now' : fromNow(next, now)})`]),
    ...later.map((each) => `              ${each}`),
  ];
}

const overlapWords: Record<string, string> = {
  skip: 'is left out (skip)',
  queue: 'waits for it (queue)',
  replace: 'cancels it (replace)',
};

/** A recurring job in detail. */
export function recurringLines(recurring: ShownRecurring, now: number, paint: Paint): string[] {
  const { name, framework, cluster, iterations, deadlineSeconds, pausedAt, pending, occurrences } = recurring;
  return [
    `${name} (recurring, ${framework}, cluster ${cluster}): ${howMany(iterations, 'iteration')} within ${span(deadlineSeconds * 1000)} of each start`,
    ...timesLines(recurring.schedule, now),
    ...(pausedAt === undefined ? [] : [paint('yellow', `  Paused since ${pausedAt}`)]),
    ...(pending === undefined ? [] : [paint('yellow', `  ${pendingText(pending)}`)]),
    ...(occurrences.length === 0 ? ['  No start so far'] : occurrenceLines(occurrences, paint)),
  ];
}

function pendingText({ scheduledAt, problem }: NonNullable<ShownRecurring['pending']>): string {
  return `The start of ${scheduledAt} has no job yet. ${problem ?? ''}`.trim();
}

type Occurrence = ShownRecurring['occurrences'][number];

function occurrenceLines(occurrences: Occurrence[], paint: Paint): string[] {
  const rows = occurrences.map((each) => [
    each.scheduledAt,
    paint(mood(each), became(each)),
    each.jobId ?? '',
  ]);
  const [head = '', ...lines] = table([['START', 'OUTCOME', 'JOB'], ...rows]);
  const reasons = occurrences.flatMap(({ scheduledAt, sentence }) =>
    sentence ? [`  ${scheduledAt}: ${sentence}`] : [],
  );
  return [paint('dim', head), ...lines, ...reasons];
}

/** What became of a start, in a word or two. */
function became({ outcome, status, onTime }: Occurrence): string {
  if (outcome !== 'started') return outcome;
  if (onTime === undefined) return status ?? 'launched';
  return onTime ? 'on time' : 'late';
}

function mood({ outcome, status, onTime }: Occurrence): 'green' | 'yellow' | 'red' {
  if (outcome === 'failed' || status === 'FAILED' || onTime === false) return 'red';
  return outcome === 'skipped' || status === 'CANCELLED' ? 'yellow' : 'green';
}

/** Recurring jobs as a table, one a line. */
export function recurringTable(recurring: ShownRecurring[], now: number, paint: Paint): string[] {
  const rows = recurring.map((each) => [
    each.name,
    each.schedule.expression,
    each.schedule.timeZone,
    nextText(each, now),
    ...lastCells(each.occurrences[0], paint),
  ]);
  const [head = '', ...lines] = table([['NAME', 'SCHEDULE', 'ZONE', 'NEXT', 'LAST', 'OUTCOME'], ...rows]);
  return [paint('dim', head), ...lines];
}

function nextText({ pausedAt, schedule: { nextStarts } }: ShownRecurring, now: number): string {
  if (pausedAt !== undefined) return 'paused';
  return nextStarts[0] === undefined ? 'never' : fromNow(nextStarts[0], now);
}

function lastCells(last: Occurrence | undefined, paint: Paint): string[] {
  if (last === undefined) return ['', ''];
  return [last.scheduledAt.slice(0, 16).replace('T', ' '), paint(mood(last), became(last))];
}
