import * as z from 'zod';
import { invalidFields } from './api-error.ts';
import { parseFields } from './parse-app.ts';
import { isObject } from './violation.ts';

/** The ids of tasks in the body of a request. They are asked for by name, so that a refusal does not speak of the field. */
export function readIds(body: unknown): string[] {
  if (isObject(body) && 'ids' in body) return parseFields(z.array(z.string()), body.ids);
  const shown = JSON.stringify(body);
  const error = isObject(body) ? `'ids' is undefined on object: ${shown}` : `${shown} is not an object`;
  throw invalidFields([{ path: '', error }]);
}
