import * as z from 'zod/mini';
import { called, type Job, type JobSpec, jobSpec, notified, point } from '../job/job.ts';
import { cpuUseReading, jobAlarm, webhookFailure } from '../job/monitored.ts';
import { type JobProgress, jobProgress } from '../job/progress.ts';
import { report } from '../job/report.ts';
import { currentSchema, inCurrentSchema } from './migrations/migrations.ts';

/**
 * The law's memory lies in the table as text: its numbers may be smaller than DynamoDB can store, and text is shorter.
 */
export const memoryText = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text): unknown => JSON.parse(text)),
  ),
  jobProgress.shape.memory,
);

/** What was changed of what was launched stands in the state, above the spec. */
export const changedParts = {
  iterations: z.optional(z.number()),
  cpusMin: z.optional(z.number()),
  cpusMax: z.optional(z.number()),
  target: z.optional(z.number()),
  notify: z.optional(notified),
  webhook: z.optional(called),
};

/** The row of a job's state as this version writes it. */
const stateItem = z.object({
  version: z.number(),
  tokenHash: z.string(),
  deadlineAt: z.number(),
  /** Rows of earlier versions do not tell. */
  changes: z._default(z.number(), 0),
  ...changedParts,
  pausedAt: z._default(z.nullable(z.number()), null),
  resumedAt: z._default(z.nullable(z.number()), null),
  rests: z._default(z.number(), 0),
  cancelRequestedAt: z.nullable(z.number()),
  cancelRequestedBy: z._default(z.nullable(z.string()), null),
  retired: z.boolean(),
  /** Rows of earlier versions do not tell: their ticks go on until they are clean. */
  clean: z._default(z.boolean(), false),
  inbox: z.record(z.string(), report),
  pendingPoint: z.nullable(point),
  metricsSentUpTo: z.number(),
  resendRequestedAt: z._default(z.nullable(z.number()), null),
  heardAgainAt: z.optional(z.number()),
  alarm: z._default(z.nullable(jobAlarm), null),
  cpuUse: z.optional(cpuUseReading),
  webhookFailure: z.optional(webhookFailure),
  progress: z.extend(jobProgress, { memory: memoryText }),
});

/** The job of its two items, written by this version or an earlier one; throws when one is not as a codec wrote it. */
export function decodeJob(spec: unknown, state: unknown): Job {
  const launched = jobSpec.parse(spec);
  const { iterations, cpusMin, cpusMax, target, notify, webhook, ...rest } = stateItem.parse(
    inCurrentSchema(state, launched.framework),
  );
  const { cpus } = launched;
  const changed: JobSpec = {
    ...launched,
    iterations: iterations ?? launched.iterations,
    cpus: { ...cpus, min: cpusMin ?? cpus.min, max: cpusMax ?? cpus.max },
    target: target ?? launched.target,
    notify: notify === undefined ? launched.notify : notify,
    webhook: webhook === undefined ? launched.webhook : webhook,
  };
  return { spec: changed, ...rest, ...(notify === undefined ? {} : { notifyChanged: true }) };
}

/** The hot item of a job without its key. `iterations` is denormalised, so that a report is answered without reading SPEC. */
export function encodeState({ spec, progress, ...state }: Job): Record<string, unknown> {
  return { ...state, schema: currentSchema, iterations: spec.iterations, progress: encodeProgress(progress) };
}

export function encodeProgress(progress: JobProgress): Record<string, unknown> {
  return { ...progress, memory: JSON.stringify(progress.memory) };
}
