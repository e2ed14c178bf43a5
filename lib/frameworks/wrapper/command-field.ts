import * as z from 'zod/mini';
import { longestTextBytes } from '../../request/without-nulls.ts';

const tooLong = `must be at most ${longestTextBytes} bytes, which is what Linux gives to a process in one piece`;

/** The shell command of one iteration, as both frameworks take it. */
export const commandField = z
  .string('must be the shell command of one iteration')
  .check(z.regex(/\S/, 'must not be empty'), z.refine(fitsProcess, tooLong));

/** Whether a process can be given the text in one piece; a shorter one than its bytes say may be too long in UTF-8. */
export function fitsProcess(text: string): boolean {
  return Buffer.byteLength(text) <= longestTextBytes;
}

/** What is wrong with a command that was made of several texts; null where nothing is. */
export function jointProblem(command: string): string | null {
  return fitsProcess(command) ? null : `joined to the command ${tooLong}`;
}

/** A variable whose name and value a process can be given. */
export function variableProblem(name: string, value: string): string | null {
  if (name === '') return 'must have a name';
  return fitsProcess(`${name}=${value}`) ? null : `${tooLong}, its name included`;
}

/** Whether a variable is one of the wrapper's. A job may set one of these: the proxy through which the wrapper reports. */
export function isReserved(name: string): boolean {
  return name.startsWith('PACER_') && name !== 'PACER_PROXY';
}

/** A command that gives a program exactly the words. */
export function commandOfWords(words: readonly string[] = []): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}
