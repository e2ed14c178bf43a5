import { readFileSync } from 'node:fs';
import { InvalidRequestError } from '../lib/job/errors.ts';
import { readJson, utf8Text } from '../lib/request/read-json.ts';

/** The JSON of a file, or of stdin for `-`. An error says where it is wrong and quotes nothing: there may be a password. */
export function readJsonFile(file: string): unknown {
  const source = { name: shown(file), field: 'file', isSecret: true } as const;
  return readJson(utf8Text(bytesOf(file), source), source);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
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
