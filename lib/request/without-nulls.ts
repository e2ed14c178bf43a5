import type { Json } from '../job/decision.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { isFields } from './legacy-fields.ts';

const deepestLevel = 20;
const longestFieldName = 255;
const smallestNumber = 1e-100;
/** Linux gives a process 128 KiB in one piece, the name of its variable and the NUL at the end included. */
export const longestTextBytes = 131_000;

/**
 * A copy of the native job of a request without the fields that are null: Chronos takes an explicit null for the text "null" or
 * for 0. What the table cannot keep (odd numbers and names, deep nesting), and what no process can carry (a NUL, half a
 * character, too many bytes), is an InvalidRequestError.
 */
export function withoutNulls(job: Record<string, unknown>): { [field: string]: Json } {
  return fieldsWithoutNulls(job, ['job']);
}

function fieldsWithoutNulls(fields: Record<string, unknown>, path: string[]): { [field: string]: Json } {
  const kept = Object.entries(fields).filter(([, value]) => value !== null);
  const wrongName = kept.find(([name]) => !isFieldName(name));
  if (wrongName) refuse(path, `must not contain a field named "${wrongName[0].slice(0, 20)}"`);
  return Object.fromEntries(kept.map(([name, value]) => [name, copy(value, [...path, name])]));
}

function copy(value: unknown, path: string[]): Json {
  if (path.length > deepestLevel)
    refuse(path.slice(0, 2), `must not be nested deeper than ${deepestLevel} levels`);
  if (Array.isArray(value)) return value.map((each, i) => copy(each, [...path, String(i)]));
  if (isFields(value)) return fieldsWithoutNulls(value, path);
  if (typeof value === 'number' && !isOrdinary(value))
    refuse(path, `is ${value}, which is outside of the supported range`);
  const problem = typeof value === 'string' ? textProblem(value) : null;
  if (problem !== null) refuse(path, problem);
  return value as Exclude<Json, object>;
}

function textProblem(text: string): string | null {
  if (text.includes('\0')) return 'must not contain the character NUL';
  if (!text.isWellFormed()) return 'must not contain half a character (a surrogate without its other half)';
  if (Buffer.byteLength(text) <= longestTextBytes) return null;
  return `must be at most ${longestTextBytes} bytes, which is what Linux gives to a process in one piece`;
}

/** The paths of the fields of a job that are null. */
export function nullFields(value: unknown, path: string[] = []): string[] {
  if (value === null) return path.length === 0 ? [] : [path.join('.')];
  if (!isFields(value) && !Array.isArray(value)) return [];
  // A null in a list is none that is left out.
  const inner = Object.entries(value).filter(([, each]) => each !== null || !Array.isArray(value));
  return inner.flatMap(([name, each]) => nullFields(each, [...path, name]));
}

function isFieldName(name: string): boolean {
  if (name.includes('\0') || !name.isWellFormed()) return false;
  return name !== '' && name !== '__proto__' && name.length <= longestFieldName;
}

/** Whether the table can keep the number. */
export function isOrdinary(value: number): boolean {
  const size = Math.abs(value);
  return value === 0 || (size >= smallestNumber && size <= Number.MAX_SAFE_INTEGER);
}

function refuse(path: string[], problem: string): never {
  const field = path.join('.');
  throw new InvalidRequestError(`Invalid launch request: ${field} ${problem}.`, [{ field, problem }]);
}
