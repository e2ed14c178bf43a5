import * as z from 'zod';
import { jobSpec } from '../job/job.ts';
import { finish, jobStatus, transitionNames } from '../job/progress.ts';

const instant = z.iso.datetime().describe('An instant, ISO 8601 in UTC.');
const count = z.int().nonnegative();
const cpus = z.number().describe('CPU shares as Mesos counts them.');
const outlook = z
  .enum(['on-time', 'at-risk', 'cannot-be-met'])
  .describe('Whether the deadline will be met, according to the forecast.');

const forecast = z
  .strictObject({
    finishAt: z
      .strictObject({ p10: instant, p50: instant, p90: instant })
      .describe(
        'Quantiles: all iterations will be done before these instants with a probability of 10, 50 and 90 %.',
      ),
    onTimeProbability: z.number().min(0).max(1),
  })
  .describe('When all iterations will be done with the decided cpus.');

const decision = z
  .strictObject({
    cpus,
    reason: z.string().describe('The reason code, such as "under-performing".'),
    sentence: z.string().describe('The reason for people, with the numbers behind it.'),
    outlook,
    moreCpusWouldHelp: z.boolean(),
  })
  .describe('The last decision of the control law.');

const notification = z
  .strictObject({
    name: z.string(),
    isSet: z.boolean().describe('Whether its alarms are set in Monasca.'),
    problem: z
      .string()
      .optional()
      .describe('Why they are not set, or why they did not get to know how the job stands.'),
    endToldAt: instant
      .optional()
      .describe(
        'When its alarm was told of the end: that it was no good one, or, if asked for, that it was.',
      ),
  })
  .describe(
    'Whom Monasca notifies when the job will probably be late, cannot be on time, or did not end well, and if asked for that it was done on time.',
  );

/** A job as the API shows it: `jobView` returns it, the description has it, the command line reads it. */
export const jobReply = z.strictObject({
  jobId: z.string().describe('A ULID: job ids sort by the time of the launch.'),
  name: z.string(),
  framework: jobSpec.shape.framework,
  cluster: z.string().describe('The name of the set of credentials.'),
  status: jobStatus,
  cancelRequested: z.literal(true).optional(),
  pausedAt: instant
    .optional()
    .describe('Since when the job is paused: no run starts, and nothing is forecast until it is resumed.'),
  iterations: count,
  completed: count,
  remaining: count,
  failures: count.describe('The number of all failed runs.'),
  launchedAt: instant,
  launchedBy: z.string().optional().describe('The ARN of the caller who signed the launch.'),
  scheduledAt: instant
    .optional()
    .describe('For a job of a recurring one: the start that the schedule names.'),
  deadlineAt: instant,
  cpus: cpus.describe('The cpus that the job has or should have.'),
  initialCpus: cpus,
  cpuBounds: z.strictObject({ min: cpus, max: cpus }),
  resizes: count,
  coreSeconds: z
    .number()
    .describe(
      'What all runs have held, also those that were killed or lost, and the one that goes on: cpus × seconds.',
    ),
  pausedSeconds: z
    .number()
    .optional()
    .describe('How long the pauses of the job took that are over; absent where there was none.'),
  restartSeconds: z
    .number()
    .optional()
    .describe('For a Marathon app: the measured cost of a change of its cpus, in seconds.'),
  law: jobSpec.shape.law,
  outlook: outlook.optional(),
  forecast: forecast.optional(),
  decision: decision.optional(),
  cpuUse: z
    .strictObject({ usedCpus: z.number(), allocatedCpus: cpus, at: instant })
    .optional()
    .describe('What its last containers used, compared with what they held, if Monasca knows.'),
  problem: z.string().optional().describe('What holds up the job, or what went wrong with its last run.'),
  ending: z
    .strictObject({ left: z.array(z.string()) })
    .optional()
    .describe('For an ended job: what is still to be removed or delivered; absent if nothing is.'),
  notify: notification.optional(),
  webhook: z
    .string()
    .optional()
    .describe('The host of the webhook of the job. The rest of its address may be secret.'),
  webhookFailure: z
    .strictObject({
      at: instant,
      transitions: z.array(z.enum(transitionNames)),
      tries: count,
      problem: z.string(),
    })
    .optional()
    .describe('The last events that the webhook was not told, when they were given up, and why.'),
  finishedAt: instant.optional(),
  finishReason: z.optional(finish.shape.reason),
  finishSentence: z.string().optional(),
  onTime: z.boolean().optional().describe('For a completed job: whether it met its deadline.'),
});

/** The run that failed last, and where its output is. */
export const failureReply = z.strictObject({
  run: z.string().describe("The id of the run: that of its task, and the run's number in a Marathon app."),
  exitCode: z.int(),
  endedAt: instant,
  hostname: z.string().optional().describe('The host on which it ran.'),
  container: z.string().optional().describe("The name of its container, as Docker's."),
  sandbox: z
    .string()
    .optional()
    .describe("The folder of its task on that host, with the task's stdout and stderr."),
  lastLines: z.array(z.string()).optional().describe('The end of its stderr.'),
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
    .describe('The iterations completed since the previous point.'),
  finishedAt: instant.optional(),
  pausedAt: instant.optional().describe('Since when the job was paused then.'),
  decision: decision.optional(),
  forecast: forecast.optional(),
  transitions: z
    .array(z.enum(transitionNames))
    // The command line may be newer than the API.
    .optional()
    .describe('What became of the job with this point: an event on EventBridge tells of each.'),
});
