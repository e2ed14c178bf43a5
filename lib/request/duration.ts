import * as z from 'zod';

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const short = /^(?:\d+(?:\.\d+)?[smhdw])+$/;
const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const isoUnits = ['w', 'd', 'h', 'm', 's'];
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
/** Numbers from here on are epoch seconds (September 2001 and later), below they are a length of time. */
const firstEpochSecond = 1e9;

/** Seconds of `35`, `"35"`, `"35s"`, `"1h30m"` or `"PT10M"`; null when it is none of these. */
export function parseDuration(text: string | number): number | null {
  if (typeof text === 'number') return text;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (short.test(text)) {
    const parts = text.match(/\d+(?:\.\d+)?[smhdw]/g) ?? [];
    return parts.reduce((sum, part) => sum + Number.parseFloat(part) * (units[part.slice(-1)] ?? 0), 0);
  }
  const match = iso.exec(text);
  if (!match || text.endsWith('T') || text === 'P') return null;
  return isoUnits.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * (units[unit] ?? 0), 0);
}

/** Epoch milliseconds of a deadline: an instant with a zone, epoch seconds, or a length of time from `now`; null otherwise. */
export function parseDeadline(text: string | number, now: number): number | null {
  if (typeof text === 'string' && zoned.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) || !isDay(text.slice(0, 10)) ? null : at;
  }
  const seconds = parseDuration(text);
  if (seconds === null) return null;
  return Math.round(seconds >= firstEpochSecond ? seconds * 1000 : now + seconds * 1000);
}

/** False for a day that its month does not have: Date.parse takes it for one of the next month. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const longestText = 64;

/** A number or a text; what is neither gets the same words as a text that is not right. */
function numberOrText(problem: string) {
  return z.union([z.number(), z.string().max(longestText, problem)], problem);
}

/** A length of time in seconds, given as seconds, `35s`, `1h30m` or `PT10M`. */
export function durationInput(minimumSeconds: number, maximumSeconds: number) {
  const problem = `must be a length of time from ${minimumSeconds} to ${maximumSeconds} seconds, such as 35, "35s", "10m" or "PT10M"`;
  return numberOrText(problem).transform((given, context) => {
    const seconds = parseDuration(given);
    if (seconds !== null && seconds >= minimumSeconds && seconds <= maximumSeconds)
      return inWholeMilliseconds(seconds);
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

function inWholeMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

const instantForm = 'must be an instant with a time zone, such as "2030-01-31T18:00:00Z"';

/** An instant that is not after now, as epoch milliseconds. */
export function pastInput(now: () => number) {
  return z
    .string(instantForm)
    .max(longestText, instantForm)
    .transform((given, context) => {
      const at = zoned.test(given) ? parseDeadline(given, now()) : null;
      if (at !== null && at <= now()) return at;
      const message = at === null ? instantForm : `must not lie in the future, and ${given} does`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}

const maximumDeadlineMs = 366 * 86_400_000;
const deadlineForm =
  'must be an instant with a time zone ("2030-01-31T18:00:00Z") or a length of time from now (600, "10m", "PT10M")';

/** When the job must be done, as epoch milliseconds; must lie after now, within a year. */
export function deadlineInput(now: () => number) {
  return numberOrText(deadlineForm).transform((given, context) => {
    const at = parseDeadline(given, now());
    if (at !== null && at > now() && at <= now() + maximumDeadlineMs) return at;
    context.addIssue({ code: 'custom', message: deadlineProblem(at, now()) });
    return z.NEVER;
  });
}

function deadlineProblem(at: number | null, now: number): string {
  if (at === null) return deadlineForm;
  const shown = Number.isFinite(at) && Math.abs(at) < 8e15 ? new Date(at).toISOString() : String(at);
  return at <= now
    ? `must lie in the future, and ${shown} does not`
    : `must lie within a year, and ${shown} does not`;
}
