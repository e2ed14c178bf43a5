import * as z from 'zod/mini';
import { readInstant } from './instant.ts';
import { refuse } from './parse.ts';

const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const short = /^\d+(?:\.\d+)?(?:ms|[smhdw])(?: *\d+(?:\.\d+)?(?:ms|[smhdw]))*$/;
const shortPart = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;
const part = (unit: string) => `(?:(\\d+(?:[.,]\\d+)?)${unit})?`;
const iso = new RegExp(`^P(?=.)${part('W')}${part('D')}(?:T(?=.)${part('H')}${part('M')}${part('S')})?$`);
const isoUnits = ['w', 'd', 'h', 'm', 's'];
/** Numbers from here on are epoch seconds (September 2001 and later), below they are a length of time. */
const firstEpochSecond = 1e9;
/** Numbers from here on are epoch milliseconds, of the same time on. */
const firstEpochMillisecond = 1e12;

/** Seconds of `35`, `"35"`, `"35s"`, `"1h 30m"`, `"500ms"` or `"PT1.5H"`; null when it is none of these. */
export function parseDuration(text: string | number): number | null {
  if (typeof text === 'number') return text;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (short.test(text)) {
    const parts = [...text.matchAll(shortPart)];
    return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? 0), 0);
  }
  const match = iso.exec(text);
  if (!match) return null;
  const amount = (i: number) => Number((match[i + 1] ?? '0').replace(',', '.'));
  return isoUnits.reduce((sum, unit, i) => sum + amount(i) * (units[unit] ?? 0), 0);
}

/** Epoch milliseconds of a deadline: an instant with a zone, epoch seconds or milliseconds, or a length of time from `now`; null otherwise. */
export function parseDeadline(text: string | number, now: number): number | null {
  const instant = typeof text === 'string' ? readInstant(text) : null;
  if (instant !== null) return 'at' in instant ? instant.at : null;
  const given = parseDuration(text);
  if (given === null) return null;
  if (given >= firstEpochMillisecond) return Math.round(given);
  return Math.round(given >= firstEpochSecond ? given * 1000 : now + given * 1000);
}

/** The seconds of a length of time; null for an instant, and for anything else. */
export function lengthOfTime(given: unknown): number | null {
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const seconds = parseDuration(given);
  return seconds !== null && seconds < firstEpochSecond ? seconds : null;
}

const longestText = 64;

/** A number or a text; what is neither gets the same words as a text that is not right. */
function numberOrText(problem: string) {
  return z.union([z.number(), z.string().check(z.maxLength(longestText, problem))], problem);
}

/** A length of time in seconds, given as seconds, `35s`, `1h 30m`, `500ms` or `PT10M`. */
export function durationInput(minimumSeconds: number, maximumSeconds: number) {
  const problem = `must be a length of time from ${minimumSeconds} to ${maximumSeconds} seconds, such as 35, "35s", "10m" or "PT10M"`;
  return z.pipe(
    numberOrText(problem),
    z.transform((given, context) => {
      const seconds = parseDuration(given);
      if (seconds !== null && seconds >= minimumSeconds && seconds <= maximumSeconds)
        return inWholeMilliseconds(seconds);
      const isTooLong = typeof given === 'number' && given > maximumSeconds && given / 1000 <= maximumSeconds;
      const message = isTooLong
        ? `${problem}; ${given} looks like milliseconds: write "${given}ms"`
        : problem;
      refuse(context, message);
      return z.NEVER;
    }),
  );
}

function inWholeMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

const instantForm = 'must be an instant with a time zone, such as "2030-01-31T18:00:00Z"';

/** An instant that is not after now, as epoch milliseconds. */
export function pastInput(now: () => number) {
  return z.pipe(
    z.string(instantForm).check(z.maxLength(longestText, instantForm)),
    z.transform((given, context) => {
      const instant = readInstant(given) ?? { problem: instantForm };
      if ('at' in instant && instant.at <= now()) return instant.at;
      const message = 'at' in instant ? `must not lie in the future, and ${given} does` : instant.problem;
      refuse(context, message);
      return z.NEVER;
    }),
  );
}

const maximumDeadlineMs = 366 * 86_400_000;
const deadlineForm =
  'must be an instant with a time zone ("2030-01-31T18:00:00Z") or a length of time from now (600, "10m", "PT10M")';

/** When the job must be done, as epoch milliseconds; must lie after now, within a year. */
export function deadlineInput(now: () => number) {
  return z.pipe(
    numberOrText(deadlineForm),
    z.transform((given, context) => {
      const at = parseDeadline(given, now());
      if (at !== null && at > now() && at <= now() + maximumDeadlineMs) return at;
      refuse(context, deadlineProblem(given, at, now()));
      return z.NEVER;
    }),
  );
}

function deadlineProblem(given: string | number, at: number | null, now: number): string {
  const instant = typeof given === 'string' ? readInstant(given) : null;
  if (at === null) return instant !== null && 'problem' in instant ? instant.problem : deadlineForm;
  const shown = Number.isFinite(at) && Math.abs(at) < 8e15 ? new Date(at).toISOString() : String(at);
  if (at <= now) return `must lie in the future, and ${shown} does not`;
  // From now, and a thousand times too far.
  const isThousandfold = typeof given === 'number' && given < firstEpochSecond;
  const hint = isThousandfold ? `; ${given} looks like milliseconds: write "${given}ms"` : '';
  return `must lie within a year, and ${shown} does not${hint}`;
}
