import { decodeTime } from 'ulid';

/** A ULID: the time of the launch and chance, in Crockford's base 32. */
export const jobIdPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A launch takes less than this: a job that is not there afterwards never will be. */
const launchTakesMs = 120_000;

/** Whether the launch of a job that is not in the store has come to nothing, by the time in its ULID. */
export function launchIsOver(jobId: string, now: number): boolean {
  return now - decodeTime(jobId) > launchTakesMs;
}
