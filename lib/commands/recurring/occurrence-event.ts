import * as z from 'zod/mini';
import { StaleJobError } from '../../job/errors.ts';
import { frameworkNames } from '../../job/frameworks.ts';
import { jobIdPattern } from '../../job/job-id.ts';
import { taken } from '../../recurring/occurrences.ts';
import type { RecurringJob, RecurringName } from '../../recurring/recurring-job.ts';
import { once } from '../../request/timed.ts';
import { decide, goOn, wasLaunched } from './go-on.ts';
import type { RecurringDeps } from './recurring-deps.ts';

const ulid = () => z.string().check(z.regex(jobIdPattern));

/** What the schedules of recurring jobs send: an occurrence is due, or a pending one is to be looked at again. */
const occurrenceEvent = once(() =>
  z.object({
    recurring: z.object({ cluster: z.string(), framework: z.enum(frameworkNames), name: z.string() }),
    due: z.union([
      z.object({ scheduleId: ulid(), scheduledAt: z.string().check(z.iso.datetime({ offset: true })) }),
      z.object({ pendingId: ulid() }),
    ]),
  }),
);

type Due = z.infer<ReturnType<typeof occurrenceEvent>>['due'];

/** Whether an event is one of a recurring job's schedules, and not a call of the API. */
export function isOccurrenceEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'recurring' in event;
}

/** So often an occurrence is looked at anew because somebody else wrote the recurring job in between. */
const triesAtMost = 5;

/** Starts the occurrence of an event, once, however often the event comes. An event of a schedule that is none any more removes it. */
export async function startOccurrence(deps: RecurringDeps, event: unknown): Promise<void> {
  const parsed = occurrenceEvent().safeParse(event);
  if (!parsed.success)
    return deps.log.error('unexpected event', { event: JSON.stringify(event)?.slice(0, 300) });
  const { recurring, due } = parsed.data;
  for (let tries = 1; ; tries++) {
    try {
      return await lookOnce(deps, recurring, due);
    } catch (error) {
      if (!(error instanceof StaleJobError) || tries === triesAtMost) throw error;
    }
  }
}

async function lookOnce(deps: RecurringDeps, name: RecurringName, due: Due): Promise<void> {
  const recurring = await deps.recurring.load(name);
  if ('pendingId' in due) {
    if (recurring?.pending?.id !== due.pendingId) return deps.recurringSchedules.removeRetry(due.pendingId);
    await goOn(deps, recurring);
    return;
  }
  const isCurrent = recurring?.scheduleId === due.scheduleId && recurring.pausedAt === null;
  if (!isCurrent) return deps.recurringSchedules.remove(due.scheduleId);
  const scheduledAt = Date.parse(due.scheduledAt);
  const ready = await withoutPending(deps, recurring, scheduledAt);
  const next = taken(ready, scheduledAt, { id: deps.newJobId(), jobId: deps.newJobId() });
  if (next === null) noteOvertaken(deps, ready, scheduledAt);
  // An event that comes again may have been lost the first time.
  await goOn(deps, next === null ? ready : await deps.recurring.save(next));
}

/** A start of which nobody was told before a later one was taken launches nothing, and the log is all that has it. */
function noteOvertaken(
  { log }: RecurringDeps,
  { spec, lastScheduledAt, occurrences }: RecurringJob,
  scheduledAt: number,
): void {
  const isTaken =
    scheduledAt === lastScheduledAt || occurrences.some((each) => each.scheduledAt === scheduledAt);
  if (isTaken) return;
  const { name, cluster } = spec;
  const at = new Date(scheduledAt).toISOString();
  log.warn('start overtaken by a later one; left out', { job: name, cluster, scheduledAt: at });
}

/** An occurrence that was not launched when the next one is due makes way for it. */
async function withoutPending(
  deps: RecurringDeps,
  recurring: RecurringJob,
  scheduledAt: number,
): Promise<RecurringJob> {
  const { pending } = recurring;
  if (pending === null || scheduledAt <= pending.scheduledAt) return recurring;
  const isLaunched = wasLaunched(await deps.store.load(pending.jobId));
  if (isLaunched || pending.verdict !== null) return goOn(deps, recurring);
  const outcome = pending.tries > 0 ? 'failed' : 'skipped';
  const because = pending.problem === null ? '' : ` ${pending.problem}`;
  const sentence = `It was not launched before the next one was due.${because}`;
  return decide(deps, recurring, pending, { outcome, sentence });
}
