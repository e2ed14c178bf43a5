import * as z from 'zod';
import { jobStatus } from '../../lib/job/job.ts';
import { shownText } from './shown-text.ts';

const instant = z.iso.datetime();

const decision = z.looseObject({ cpus: z.number(), reason: shownText, sentence: shownText });

const forecast = z.looseObject({
  finishAt: z.object({ p10: instant, p50: instant, p90: instant }),
  onTimeProbability: z.number(),
});

/** A job as the API shows it. What is new there and not known here is kept for `--json`. */
export const jobAnswer = z.looseObject({
  jobId: shownText,
  name: shownText,
  framework: shownText,
  cluster: shownText,
  status: jobStatus,
  cancelRequested: z.boolean().optional(),
  iterations: z.number(),
  completed: z.number(),
  failures: z.number(),
  launchedAt: instant,
  launchedBy: shownText.optional(),
  deadlineAt: instant,
  cpus: z.number(),
  initialCpus: z.number(),
  cpuBounds: z.object({ min: z.number(), max: z.number() }),
  resizes: z.number(),
  coreSeconds: z.number(),
  restartSeconds: z.number().optional(),
  cpuUse: z.object({ usedCpus: z.number(), allocatedCpus: z.number(), at: instant }).optional(),
  law: shownText,
  outlook: shownText.optional(),
  forecast: forecast.optional(),
  decision: decision.optional(),
  problem: shownText.optional(),
  ending: z.looseObject({ left: z.array(shownText) }).optional(),
  notify: z.looseObject({ name: shownText, isSet: z.boolean(), problem: shownText.optional() }).optional(),
  finishedAt: instant.optional(),
  finishSentence: shownText.optional(),
  onTime: z.boolean().optional(),
});

export type ShownJob = z.output<typeof jobAnswer>;

/** What launching answers: the job, and what Pacer runs otherwise than it was written. */
export const launchAnswer = jobAnswer.extend({ adjustments: z.array(shownText) });

const point = z.looseObject({
  at: instant,
  cpus: z.number(),
  decision: decision.nullish(),
  iterations: z.array(z.looseObject({ cpus: z.number(), durationSeconds: z.number() })).default([]),
});

/** What showing one job answers: the job with what each evaluation changed, oldest first. */
export const detailAnswer = jobAnswer.extend({ points: z.array(point) });

export type DetailedJob = z.output<typeof detailAnswer>;

/** A page of the list; `next` is null on the last. */
export const pageAnswer = z.looseObject({ jobs: z.array(jobAnswer), next: shownText.nullable() });
