import * as z from 'zod/mini';
import { isFields } from '../legacy-fields.ts';

const cpuNumber = z.number().check(z.minimum(0.01), z.maximum(1024));

/** The bounds of a job that gives none. */
export interface DefaultCpus {
  min: number;
  max: number;
}

/** The field `cpus` of a launch. */
export function cpuBounds(defaults: DefaultCpus) {
  return z
    .strictObject(
      {
        min: z._default(cpuNumber, defaults.min),
        max: z._default(cpuNumber, defaults.max),
        increment: z._default(cpuNumber, 0.3),
        decrement: z._default(cpuNumber, 0.2),
      },
      'must be an object, such as { "min": 0.1, "max": 2 }',
    )
    .check(
      z.refine(({ min, max }) => min <= max, {
        path: ['min'],
        error: ({ input }) => `must not be above cpus.max${boundsOf(input)}`,
      }),
    );
}

/** Tells the bounds where one of them may be a default that the user does not see. */
function boundsOf(cpus: unknown): string {
  return isFields(cpus) ? ` (${cpus.min} is above ${cpus.max})` : '';
}

const changedBound = z.optional(cpuNumber);

/** The field `cpus` of a change: the bounds that are to be others. */
export const changedBounds = z
  .strictObject({ min: changedBound, max: changedBound }, 'must be an object, such as { "max": 2 }')
  .check(z.refine(({ min, max }) => min !== undefined || max !== undefined, 'must have min, max or both'));
