import * as z from 'zod';
import { type Job, type JobProgress, jobProgress, jobSpec, point } from '../job/job.ts';
import { cpuUseReading, jobAlarm } from '../job/monitored.ts';
import { report } from '../job/report.ts';

/**
 * The law's memory lies in the table as text: its numbers may be smaller than DynamoDB can store, and text is shorter.
 */
export const memoryText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(jobProgress.shape.memory);

/** The schema of the rows that this version writes. Rows of version 1 may lack the number: those before it wrote none. */
export const currentSchema = 1;

const schema = z
  .number()
  .default(1)
  .refine((written) => written <= currentSchema, {
    message: `was written by a later version of Pacer than this one, which reads schemas up to ${currentSchema}: deploy the later version again`,
  });

const stateItem = z.object({
  schema,
  version: z.number(),
  tokenHash: z.string(),
  deadlineAt: z.number(),
  cancelRequestedAt: z.number().nullable(),
  retired: z.boolean(),
  /** Rows of earlier versions do not tell: their ticks go on until they are clean. */
  clean: z.boolean().default(false),
  inbox: z.record(z.string(), report),
  pendingPoint: point.nullable(),
  metricsSentUpTo: z.number(),
  resendRequestedAt: z.number().nullable().default(null),
  heardAgainAt: z.number().optional(),
  alarm: jobAlarm.nullable().default(null),
  cpuUse: cpuUseReading.optional(),
  progress: jobProgress.extend({ memory: memoryText }),
});

/** The job of its two items; throws when one is not as the codec writes it. */
export function decodeJob(spec: unknown, state: unknown): Job {
  const { schema: _, ...job } = stateItem.parse(state);
  return { spec: jobSpec.parse(spec), ...job };
}

/** The hot item of a job without its key. `iterations` is denormalised, so that a report is answered without reading SPEC. */
export function encodeState({ spec, progress, ...state }: Job): Record<string, unknown> {
  return { ...state, schema: currentSchema, iterations: spec.iterations, progress: encodeProgress(progress) };
}

export function encodeProgress(progress: JobProgress): Record<string, unknown> {
  return { ...progress, memory: JSON.stringify(progress.memory) };
}
