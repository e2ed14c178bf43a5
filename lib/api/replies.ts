import * as z from 'zod';
import { failureReply, jobReply, pointReply } from './job-reply.ts';
import { pointsShown } from './page-query.ts';
import { scheduleReply } from './recurring-reply.ts';

export const jobWithPoints = jobReply.extend({
  lastFailure: failureReply.optional().describe('The run that failed last; absent if none did.'),
  belief: z
    .array(
      z.strictObject({
        cpus: z.number(),
        seconds: z.strictObject({ p10: z.number(), p50: z.number(), p90: z.number() }),
      }),
    )
    .optional()
    .describe(
      'What the law believes of the next iteration: quantiles of its duration with each of the cpus that the law chooses among. Absent if the law learns nothing.',
    ),
  points: z
    .array(pointReply)
    .describe(`What the evaluations changed, oldest first; at most the last ${pointsShown}.`),
});

export const launchedJob = jobReply.extend({
  adjustments: z.array(z.string()).describe('What Pacer runs differently from the definition.'),
});

/** What a launch would come to, and what is not known before it is missing. */
export const plannedJob = jobReply
  .pick({
    name: true,
    framework: true,
    cluster: true,
    iterations: true,
    deadlineAt: true,
    cpus: true,
    initialCpus: true,
    cpuBounds: true,
    law: true,
    outlook: true,
    forecast: true,
    decision: true,
    problem: true,
  })
  .extend({
    dryRun: z.literal(true).describe('Nothing was launched.'),
    adjustments: z.array(z.string()).describe('What Pacer would run differently from the definition.'),
    schedule: scheduleReply.optional().describe('Of a recurring job; the rest is said of a start right now.'),
    expectedCoreSeconds: z
      .number()
      .optional()
      .describe('What the job would hold until its median end: cpus × seconds.'),
  });

export const jobList = z.strictObject({
  jobs: z.array(jobReply),
  next: z.string().nullable().describe('Pass it as "before" to get the next page; null at the end.'),
});

export const receipt = z.strictObject({
  status: z
    .enum(['recorded', 'duplicate', 'asked'])
    .describe('A repeated report counts once; a question is answered and not counted.'),
  next: z.enum(['continue', 'stop']).describe('What a container that loops over runs does next.'),
});

export const problem = z.strictObject({
  error: z.strictObject({
    code: z.string().describe('Stable, for programs.'),
    message: z.string().describe('For people: what is wrong, and what to do.'),
    fields: z
      .array(z.strictObject({ field: z.string(), problem: z.string() }))
      .optional()
      .describe('Each invalid field, and what would be valid.'),
  }),
});

/** What API Gateway says of a call that it turns away itself. */
export const gatewayProblem = z.strictObject({ message: z.string() });
