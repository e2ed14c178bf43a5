import * as z from 'zod/mini';
import type { PointKey } from '../ports/telling.ts';
import { tellPoints } from './tell-points.ts';
import type { TellingDeps } from './telling-deps.ts';

/** What was made this lately, the stream of the table brings by itself. */
const leftToStreamMs = 30_000;
/** The function has 30 s, and each call takes some seconds at most. */
const busTakesMs = 20_000;
const webhooksTakeMs = 10_000;

const text = z.object({ S: z.string() });
const record = z.object({ dynamodb: z.object({ Keys: z.object({ pk: text, sk: text }) }) });
const streamed = z.object({ Records: z.array(record) });

/**
 * Tells of the points that a batch of the table's stream brings, and wakes the jobs that it calls; at any other event, tells of the points
 * that are left of earlier batches.
 */
export async function tellEvent(deps: TellingDeps, event: unknown): Promise<void> {
  const now = deps.now();
  const { data } = streamed.safeParse(event);
  if (data) await wakeCalled(deps, data.Records.flatMap(calledJob));
  const keys = data ? data.Records.flatMap(pointKey) : await deps.store.untold(now - leftToStreamMs);
  await tellPoints(deps, keys, { busUntil: now + busTakesMs, webhooksUntil: now + webhooksTakeMs });
}

function pointKey({ dynamodb: { Keys } }: z.infer<typeof record>): PointKey[] {
  const [, jobId] = /^JOB#(.+)$/.exec(Keys.pk.S) ?? [];
  const [, at] = /^POINT#(\d+)$/.exec(Keys.sk.S) ?? [];
  return jobId && at ? [{ jobId, at: Number(at) }] : [];
}

function calledJob({ dynamodb: { Keys } }: z.infer<typeof record>): string[] {
  const [, jobId] = /^CALL#(.+)$/.exec(Keys.pk.S) ?? [];
  return jobId ? [jobId] : [];
}

/** A call that is lost costs a tick: it is not worth that the batch is brought again. */
async function wakeCalled({ wake, log }: TellingDeps, jobIds: string[]): Promise<void> {
  const woken = [...new Set(jobIds)].map((jobId) =>
    wake(jobId, 'room').catch((error: Error) =>
      log.warn('not woken; a tick looks', { jobId, problem: error.message }),
    ),
  );
  await Promise.all(woken);
}
