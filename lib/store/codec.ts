import * as z from 'zod';
import { type Job, jobProgress, jobSpec, point } from '../job/job.ts';
import type { Report } from '../job/report.ts';

const reportItem = z.object({
  run: z.string(),
  exitCode: z.number(),
  startedAt: z.number(),
  finishedAt: z.number(),
  cpus: z.number().optional(),
  hostname: z.string().optional(),
});

const stateItem = z.object({
  version: z.number(),
  tokenHash: z.string(),
  deadlineAt: z.number(),
  cancelRequestedAt: z.number().nullable(),
  retired: z.boolean(),
  inbox: z.record(z.string(), reportItem),
  pendingPoint: point.nullable(),
  metricsSentUpTo: z.number(),
  progress: jobProgress,
});

/** The job of its two items; throws when one is not as the codec writes it. */
export function decodeJob(spec: unknown, state: unknown): Job {
  const { inbox, ...rest } = stateItem.parse(state);
  return { spec: jobSpec.parse(spec), ...rest, inbox: inbox as Record<string, Report> };
}

/** The hot item of a job without its key. */
export function encodeState({ spec: _, ...state }: Job): Omit<Job, 'spec'> {
  return state;
}
