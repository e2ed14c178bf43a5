import type { RecurringJob } from '../recurring/recurring-job.ts';
import { partsInTurn } from './sweep-jobs.ts';
import { forEachOf, type Sweeping } from './sweeping.ts';

/** For so long somebody looks at a pending occurrence at once: its event, or Lambda's retries of it. */
const leftAloneMs = 300_000;

/** Gives each recurring job its schedule back if it has none, and each occurrence that waits for its job one that looks at it. */
export async function sweepRecurring(sweeping: Sweeping): Promise<void> {
  const { recurring, tried, now } = sweeping;
  await tried(
    async () => {
      const all = await recurring.list();
      const inTurn = partsInTurn(all.length, now()).flatMap((i) => all[i] ?? []);
      await forEachOf(sweeping, inTurn, (each) =>
        tried(() => lookAfter(sweeping, each), { recurring: each.spec.name }),
      );
    },
    { part: 'recurring' },
  );
}

async function lookAfter(sweeping: Sweeping, recurring: RecurringJob): Promise<void> {
  const { found, recurringSchedules, log, now } = sweeping;
  const { pending, pausedAt, spec } = recurring;
  found.recurring++;
  if (pausedAt === null && (await recurringSchedules.create(recurring))) {
    found.schedulesMade++;
    log.warn('recurring job without schedule', { job: spec.name, cluster: spec.cluster });
  }
  if (pending === null || now() - pending.scheduledAt < leftAloneMs) return;
  if (await recurringSchedules.createRetry(recurring, pending.id)) found.schedulesMade++;
}
