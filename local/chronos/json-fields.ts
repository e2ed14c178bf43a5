import * as z from 'zod';
import { ApiError } from './api-error.ts';

export type JsonFields = Readonly<Record<string, unknown>>;

const fields = z.record(z.string(), z.unknown());

/** The fields of a JSON object; anything else makes no job. */
export function jsonFields(value: unknown): JsonFields {
  const result = fields.safeParse(value);
  if (!result.success) throw new ApiError('deserialization', 'expected a JSON object');
  return result.data;
}

/** Reads the body of a request as a JSON object. */
export function parseJsonFields(body: string): JsonFields {
  try {
    return jsonFields(JSON.parse(body));
  } catch {
    throw new ApiError('deserialization', 'the body is not a JSON object');
  }
}
