import * as z from 'zod/mini';
import { type FieldProblem, InvalidRequestError } from '../job/errors.ts';

const problemsShown = 20;
const keyLengthShown = 80;

/** The value as the schema has it, or an InvalidRequestError that names every wrong field. */
export function parse<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = z.safeParse(schema, value, { error: wording });
  if (result.success) return result.data;
  const fields = problemsOf(result.error);
  const problems = fields.map(({ field, problem }) => `${field} ${problem}`).join('; ');
  throw new InvalidRequestError(`Invalid ${what}: ${problems}.`, fields);
}

/** Each wrong field, and what is wrong with it; of many, the first. */
export function problemsOf({ issues }: z.core.$ZodError): FieldProblem[] {
  return issues.flatMap(fieldProblems).slice(0, problemsShown);
}

/** Says within a transformation that the value is wrong. */
export function refuse(context: z.core.ParsePayload, message: string, path: PropertyKey[] = []): void {
  context.issues.push({ code: 'custom', message, path, input: context.value });
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return [{ field: path || 'body', problem: issue.message }];
  return issue.keys.slice(0, problemsShown).map((key) => {
    const shown = key.slice(0, keyLengthShown);
    return { field: path ? `${path}.${shown}` : shown, problem: 'is an unknown field' };
  });
}

const types: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What is said of a wrong value where its schema has no words of its own. */
export function wording(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const type = types[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `is required and must be ${type}` : `must be ${type}`;
    }
    case 'too_small':
      return `must be ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `must be ${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return 'is invalid';
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters long' : '';
}
