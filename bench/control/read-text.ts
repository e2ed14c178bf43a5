import { readFileSync } from 'node:fs';
import { TraceError } from './trace.ts';

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TraceError(`${file}: cannot be read`, { cause });
  }
}
