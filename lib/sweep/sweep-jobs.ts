import { decodeTime } from 'ulid';
import { triedUntil } from '../evaluate/abandon-delivery.ts';
import { scheduleEnd } from '../evaluate/save-evaluation.ts';
import type { SweptJob } from '../ports/sweep-store.ts';
import { silentForMs } from './sweep-deps.ts';
import { forEachOf, type Sweeping } from './sweeping.ts';

const sweepsEveryMs = 600_000;
/** Has no divisor in common with the number of parts: one sweep after the other begins everywhere. */
const stride = 11;
/** A job whose end was given up is tried once a day, for so long. */
const triedAgainEveryMs = 86_400_000;
const triedAgainForMs = 900_000;

/** Gives each job that was not evaluated for long a schedule, if it has none. The schedule ticks by itself. */
export async function sweepJobs(sweeping: Sweeping): Promise<void> {
  const { found, store, now, mayGoOn, tried } = sweeping;
  const parts = partsInTurn(store.parts, now());
  for (const [done, part] of parts.entries()) {
    if (!mayGoOn()) {
      found.partsLeft = parts.length - done;
      return;
    }
    await tried(() => sweepPart(sweeping, part), { part });
  }
}

/** All parts, starting at another one each time, so that a lack of time does not always skip the same ones. */
export function partsInTurn(parts: number, now: number): number[] {
  const first = (Math.floor(now / sweepsEveryMs) * stride) % parts;
  return Array.from({ length: parts }, (_, i) => (first + i) % parts);
}

async function sweepPart(sweeping: Sweeping, part: number): Promise<void> {
  const { found, store, mayGoOn } = sweeping;
  for (let after: string | null = null; ; ) {
    const { jobs, next } = await store.sweptPage(part, after);
    found.jobs += jobs.length;
    await forEachOf(sweeping, jobs, (job) => lookAfter(sweeping, job));
    if (next === null || !mayGoOn()) return;
    after = next;
  }
}

async function lookAfter(sweeping: Sweeping, job: SweptJob): Promise<void> {
  const { found, schedules, log, now, tried } = sweeping;
  const { jobId } = job;
  const silentMs = now() - lastSignOf(job);
  const endsAt = scheduleEndOf(job, { silentMs, now: now(), silentForMs: silentForMs(sweeping) });
  if (endsAt === null) return;
  found.silent++;
  await tried(
    async () => {
      const isNew = await schedules.create(jobId, endsAt);
      if (isNew) found.schedulesMade++;
      const schedule = isNew ? 'recreated' : 'exists';
      log.warn('job without evaluations', { jobId, minutes: Math.round(silentMs / 60_000), schedule });
    },
    { jobId },
  );
}

/** When something last looked after the job: an evaluation, or else its launch, by the time in its ULID. */
function lastSignOf({ jobId, evaluatedAt }: SweptJob): number {
  return evaluatedAt || decodeTime(jobId);
}

interface Silence {
  silentMs: number;
  now: number;
  /** What is too long. */
  silentForMs: number;
}

/** When the schedule ends that a silent job needs; null for one that is as it should be. */
export function scheduleEndOf(job: SweptJob, { silentMs, now, silentForMs }: Silence): number | null {
  const isAbandoned = job.hasEnded && now >= triedUntil(job.lastPointAt, job.resendRequestedAt);
  if (silentMs <= (isAbandoned ? triedAgainEveryMs : silentForMs)) return null;
  return isAbandoned ? now + triedAgainForMs : scheduleEnd(job.deadlineAt, now);
}
