import * as z from 'zod/mini';

/** A report as it is kept; instants are epoch seconds. */
export const report = z.object({
  run: z.string(),
  exitCode: z.number(),
  startedAt: z.number(),
  finishedAt: z.number(),
  /** By how much the container's clock is ahead of the instants, where that is known. */
  clockAheadSeconds: z.optional(z.number()),
  /** The place of the run among those of its job, see `placeOf`; absent in reports of earlier versions. */
  order: z.optional(z.number()),
  /** When it came, epoch milliseconds; absent in reports of earlier versions. */
  receivedAt: z.optional(z.number()),
  cpus: z.optional(z.number()),
  hostname: z.optional(z.string()),
  container: z.optional(z.string()),
  /** Of a failed run: the folder of its task on its host, where that is known. */
  sandbox: z.optional(z.string()),
  /** Of a failed run: the last lines of its stderr, without the token. */
  lastLines: z.optional(z.array(z.string())),
});

export type Report = z.infer<typeof report>;

/**
 * Where a run stands among the runs of its job, as its name and the bytes of its report tell. It never depends on when
 * the report arrives, so a report that is repeated late has the place that it had the first time.
 */
export interface RunPlace {
  /** Epoch milliseconds: the time in the id of a Chronos task, or else the start of the run on the clock of its container. */
  order: number;
  /** The task of a loop and the number of the run in it; null where each run has a task of its own. */
  loop: { task: string; number: number } | null;
}

/** `ct:<milliseconds>:<attempt>:<job>:<arguments>`, as Chronos names a task. */
const chronosTask = /^ct:(\d{10,16}):/;
/** The wrapped loop numbers the runs of its task at the end of their names. */
const loopRun = /^(.+)\.(\d{1,15})$/;

/** The place of a run; `startedAt` is epoch seconds, as the container sent it. */
export function placeOf(run: string, startedAt: number): RunPlace {
  const enqueuedAt = enqueuedAtOf(run);
  if (enqueuedAt !== null) return { order: enqueuedAt, loop: null };
  const [, task, number] = loopRun.exec(run) ?? [];
  const order = Math.round(startedAt * 1000);
  return { order, loop: task === undefined ? null : { task, number: Number(number) } };
}

/** When Chronos put the run into its queue, by its own clock (epoch milliseconds); null for another kind of run. */
export function enqueuedAtOf(run: string): number | null {
  const [, milliseconds] = chronosTask.exec(run) ?? [];
  return milliseconds === undefined ? null : Number(milliseconds);
}
