import * as z from 'zod';
import { missingValue, unreadable } from './api-error.ts';
import { JsonNumber } from './json-number.ts';

export type JsonFields = Readonly<Record<string, unknown>>;

const fields = z.record(z.string(), z.unknown());

/** The fields of a JSON object; undefined for anything else. */
export const fieldsOf = (value: unknown): JsonFields | undefined =>
  value instanceof JsonNumber ? undefined : fields.safeParse(value).data;

/** The fields of the object that a body holds; of anything else the server finds no field, and fails. */
export function jsonFields(value: unknown): JsonFields {
  const found = fieldsOf(value);
  if (!found) throw missingValue();
  return found;
}

/** The fields of an object in a list; anything else there matches nothing that the server knows. */
export function listedFields(value: unknown): JsonFields {
  const found = fieldsOf(value);
  if (!found) throw unreadable('scala.MatchError', `${JSON.stringify(value)} (of a class that is no object)`);
  return found;
}
