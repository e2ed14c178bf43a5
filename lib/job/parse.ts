import type * as z from 'zod';
import { InvalidRequestError } from './errors.ts';

/** The value as the schema has it, or an InvalidRequestError that names every wrong field. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 20).flatMap(fieldProblems);
  const first = fields.map(({ field, problem }) => `${field} ${problem}`).join('; ');
  throw new InvalidRequestError(`The ${what} is not right: ${first}.`, fields);
}

function fieldProblems(issue: z.core.$ZodIssue) {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({
      field: path ? `${path}.${key}` : key,
      problem: 'is not known here',
    }));
  }
  return [{ field: path || 'body', problem: lowerFirst(issue.message) }];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
