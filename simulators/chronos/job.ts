import * as z from 'zod';

const text = z.string();
const texts = z.array(text);
const pair = z.strictObject({ name: text, value: text });

const fetched = z.strictObject({
  uri: text,
  executable: z.boolean(),
  cache: z.boolean(),
  extract: z.boolean(),
  output_file: text.optional(),
});

const shape = {
  name: text,
  command: text,
  shell: z.boolean(),
  epsilon: text,
  executor: text,
  executorFlags: text,
  taskInfoData: text,
  retries: z.int(),
  owner: text,
  ownerName: text,
  description: text,
  async: z.boolean(),
  successCount: z.int(),
  errorCount: z.int(),
  lastSuccess: text,
  lastError: text,
  cpus: z.number(),
  disk: z.number(),
  mem: z.number(),
  disabled: z.boolean(),
  softError: z.boolean(),
  dataProcessingJobType: z.boolean(),
  errorsSinceLastSuccess: z.int(),
  fetch: z.array(fetched),
  uris: texts,
  environmentVariables: z.array(pair),
  arguments: texts,
  highPriority: z.boolean(),
  runAsUser: text,
  concurrent: z.boolean(),
  container: z.record(text, z.json()).optional(),
  constraints: z.array(texts),
};

const scheduledJob = z.strictObject({ ...shape, schedule: text, scheduleTimeZone: text });
const dependentJob = z.strictObject({ ...shape, parents: texts });

/** A job as it is stored: what any version knows of it, in the order of a reply; which fields a version shows is its own affair. */
export const chronosJob = z.union([scheduledJob, dependentJob]);

export type ScheduledJob = z.infer<typeof scheduledJob>;
export type DependentJob = z.infer<typeof dependentJob>;
export type ChronosJob = ScheduledJob | DependentJob;

export const isScheduled = (job: ChronosJob): job is ScheduledJob => 'schedule' in job;
