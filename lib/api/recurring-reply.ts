import * as z from 'zod';
import { frameworkNames } from '../job/frameworks.ts';
import { jobStatus } from '../job/progress.ts';
import { overlaps } from '../recurring/recurring-job.ts';

const instant = z.iso.datetime().describe('An instant, ISO 8601 in UTC.');

/** When the jobs of a recurring job start. */
export const scheduleReply = z.strictObject({
  expression: z.string(),
  timeZone: z.string(),
  startAt: instant,
  overlap: z.enum(overlaps).describe('What becomes of a start while the job before is live.'),
  nextStarts: z.array(instant).describe('The next three starts; none while it is paused.'),
});

const occurrence = z.strictObject({
  scheduledAt: instant.describe('The start that the schedule names.'),
  outcome: z.enum(['started', 'skipped', 'failed']).describe('Whether a job was launched for it.'),
  sentence: z.string().optional().describe('Why none was.'),
  jobId: z.string().optional(),
  status: z.optional(jobStatus).describe('Of its job, as long as that is kept.'),
  onTime: z.boolean().optional().describe('Whether its job met its deadline.'),
  finishedAt: instant.optional(),
});

/** A recurring job as the API shows it. */
export const recurringReply = z.strictObject({
  recurring: z.literal(true),
  name: z.string(),
  framework: z.enum(frameworkNames),
  cluster: z.string(),
  schedule: scheduleReply,
  deadlineSeconds: z.number().describe('From each start to the deadline of its job.'),
  iterations: z.int(),
  cpuBounds: z.strictObject({ min: z.number(), max: z.number() }),
  createdAt: instant,
  createdBy: z.string().optional().describe('The ARN of the caller who scheduled it.'),
  pausedAt: instant.optional(),
  pending: z
    .strictObject({ scheduledAt: instant, problem: z.string().optional() })
    .optional()
    .describe('A start whose job is not launched yet, and why.'),
  occurrences: z.array(occurrence).describe('The last starts, newest first.'),
});

export const scheduledJob = recurringReply.extend({
  adjustments: z.array(z.string()).describe('What Pacer runs differently from the definition.'),
});

export const recurringList = z.strictObject({
  recurring: z.array(recurringReply).describe('Each with its last start only.'),
});
