import * as z from 'zod';
import { jobProgress, jobSpec, jobStatus } from '../job/job.ts';

const instant = z.iso.datetime().describe('An instant, ISO 8601 in UTC.');
const count = z.int().nonnegative();
const cpus = z.number().describe('CPU shares as Mesos counts them.');
const outlook = z
  .enum(['on-time', 'at-risk', 'cannot-be-met'])
  .describe('Whether the deadline will be met, as far as the forecast goes.');

const forecast = z
  .strictObject({
    finishAt: z
      .strictObject({ p10: instant, p50: instant, p90: instant })
      .describe('All iterations will be done before these instants with a probability of 10, 50 and 90 %.'),
    onTimeProbability: z.number().min(0).max(1),
  })
  .describe('When all iterations will be done at the decided cpus.');

const decision = z
  .strictObject({
    cpus,
    reason: z.string().describe('A word for the reason, such as "under-performing".'),
    sentence: z.string().describe('The reason for a person, with the numbers that led to it.'),
    outlook,
    moreCpusWouldHelp: z.boolean(),
  })
  .describe('What the control law said last.');

const notification = z
  .strictObject({ name: z.string(), isSet: z.boolean(), problem: z.string().optional() })
  .describe('Whom Monasca tells when the job will probably be late, and whether its alarm is set.');

/** A job as the API shows it: `jobView` returns it, the description has it, the command line reads it. */
export const jobReply = z.strictObject({
  jobId: z.string().describe('A ULID: the job ids sort by the time of the launch.'),
  name: z.string(),
  framework: jobSpec.shape.framework,
  cluster: z.string().describe('The name of the set of credentials.'),
  status: jobStatus,
  cancelRequested: z.literal(true).optional(),
  iterations: count,
  completed: count,
  remaining: count,
  failures: count.describe('Runs that failed, all of them.'),
  launchedAt: instant,
  launchedBy: z.string().optional().describe('The ARN of whoever signed the launch.'),
  deadlineAt: instant,
  cpus: cpus.describe('What the job has now, or should have.'),
  initialCpus: cpus,
  cpuBounds: z.strictObject({ min: cpus, max: cpus }),
  resizes: count,
  coreSeconds: z.number().describe('What all runs that reported have held: cpus times seconds.'),
  restartSeconds: z
    .number()
    .optional()
    .describe('Of a Marathon app: what a change of its cpus costs it, as measured.'),
  law: jobSpec.shape.law,
  outlook: outlook.optional(),
  forecast: forecast.optional(),
  decision: decision.optional(),
  cpuUse: z
    .strictObject({ usedCpus: z.number(), allocatedCpus: cpus, at: instant })
    .optional()
    .describe('What its last containers really used beside what they held, where Monasca knows.'),
  problem: z
    .string()
    .optional()
    .describe('What keeps the job from going on, or went wrong with its last run.'),
  ending: z
    .strictObject({ left: z.array(z.string()) })
    .optional()
    .describe('Of an ended job: what is still to be removed or told; absent when nothing is.'),
  notify: notification.optional(),
  finishedAt: instant.optional(),
  finishReason: jobProgress.shape.finish.unwrap().shape.reason.optional(),
  finishSentence: z.string().optional(),
  onTime: z.boolean().optional().describe('Of a completed job: whether it met its deadline.'),
});

/** What one evaluation changed, as `pointView` shows it. */
export const pointReply = z.strictObject({
  at: instant,
  status: jobStatus,
  completed: count,
  remaining: count,
  cpus,
  deadlineAt: instant,
  coreSeconds: z.number(),
  iterations: z
    .array(z.strictObject({ cpus, durationSeconds: z.number(), endedAt: instant }))
    .describe('The iterations that were completed since the point before.'),
  decision: decision.optional(),
  forecast: forecast.optional(),
});
