import { decodeTime } from 'ulid';

/** A ULID: the time of the launch and chance, in Crockford's base 32. */
export const jobIdPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A launch takes less than this: a job that is not there afterwards never will be. */
const launchTakesMs = 120_000;

/** Whether the launch of a job that is not in the store has come to nothing, by the time in its ULID. */
export function launchIsOver(jobId: string, now: number): boolean {
  return now - decodeTime(jobId) > launchTakesMs;
}

/**
 * The name of a job as it is looked for: an app has it with a slash at its beginning, which nobody need write. In a path a colon
 * stands for a slash, as no framework takes it in a name and not every gateway takes an encoded slash in a path.
 */
export function soughtName(given: string): string {
  return given.replaceAll(':', '/').replace(/^\/+/, '');
}

/** Whether a name fits a pattern, in which `*` stands for any text. */
export function nameFits(name: string, pattern: string): boolean {
  const sought = soughtName(name);
  const [first = '', ...others] = soughtName(pattern).split('*');
  const last = others.pop();
  if (last === undefined) return sought === first;
  if (!sought.startsWith(first) || !sought.endsWith(last)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = sought.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= sought.length - last.length;
}
