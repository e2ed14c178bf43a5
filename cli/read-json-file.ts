import { readFileSync } from 'node:fs';
import { InvalidRequestError } from '../lib/job/errors.ts';

/** The JSON of a file, or of stdin for `-`. An error says where it is wrong and quotes nothing: there may be a password. */
export function readJsonFile(file: string): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = /\((line \d+ column \d+)\)/.exec((error as Error).message)?.[1];
    throw new InvalidRequestError(`${shown(file)} is not JSON${place ? `, at ${place}` : ''}.`);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidRequestError(
      `${shown(file)} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`,
    );
  }
}

function shown(file: string): string {
  return file === '-' ? 'The input on stdin' : file;
}
