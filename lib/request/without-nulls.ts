import type { Json } from '../job/decision.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { isFields } from './legacy-fields.ts';

const deepestLevel = 20;
const longestFieldName = 255;
const smallestNumber = 1e-100;

/**
 * A copy of the native job of a request without the fields that are null: Chronos takes an explicit null for the
 * text "null" or for 0. What the table cannot keep (odd numbers and names, deep nesting) is an InvalidRequestError.
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
  return value as Exclude<Json, object>;
}

function isFieldName(name: string): boolean {
  return name !== '' && name !== '__proto__' && name.length <= longestFieldName;
}

function isOrdinary(value: number): boolean {
  const size = Math.abs(value);
  return value === 0 || (size >= smallestNumber && size <= Number.MAX_SAFE_INTEGER);
}

function refuse(path: string[], problem: string): never {
  const field = path.join('.');
  throw new InvalidRequestError(`Invalid launch request: ${field} ${problem}.`, [{ field, problem }]);
}
