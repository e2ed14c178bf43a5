import * as z from 'zod/mini';
import { deadlineInput, durationInput } from '../duration.ts';
import { changedBounds } from './cpus-field.ts';
import { notify, webhook } from './notify-field.ts';
import { iterationCount, targetProbability } from './number-fields.ts';
import { changedSchedule } from './schedule-field.ts';

/** The schema of each field that can be changed of a live job, of the parts of those of a launch. */
export function changeSchemas(now: () => number) {
  return {
    deadline: z.optional(deadlineInput(now)),
    iterations: z.optional(iterationCount),
    cpus: z.optional(changedBounds),
    target: z.optional(targetProbability),
    notify: z.optional(z.nullable(notify)),
    webhook: z.optional(z.nullable(webhook)),
  };
}

const longestSeconds = 366 * 86_400;

/** The same of a recurring job: its next jobs are launched with it. */
export function recurringChangeSchemas(now: () => number) {
  const { iterations, cpus, target, notify } = changeSchemas(now);
  return {
    schedule: z.optional(changedSchedule(now)),
    deadline: z.optional(durationInput(1, longestSeconds)),
    iterations,
    cpus,
    target,
    notify,
  };
}
