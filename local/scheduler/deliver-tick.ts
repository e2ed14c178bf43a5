import { setTimeout as delay } from 'node:timers/promises';
import type { Schedule } from './schedule-store.ts';
import { tickInput } from './tick.ts';

/** Hands the input over to the target; a rejection means that it could not be handed over. */
export type Invoke = (targetArn: string, input: string) => Promise<void>;

export interface TickDelivery {
  invoke: Invoke;
  timeScale: number;
  /** Ends the retries. */
  signal: AbortSignal;
}

const firstRetryMs = 1000;
const longestRetryMs = 60_000;

/** Hands a tick over to the schedule's target, with the back-off and the limits of its retry policy; then it is dropped. */
export async function deliverTick(
  { invoke, timeScale, signal }: TickDelivery,
  schedule: Schedule,
  scheduledAt: number,
): Promise<void> {
  const { Arn, RetryPolicy } = schedule.Target;
  const tooOldAt = Date.now() + (RetryPolicy.MaximumEventAgeInSeconds * 1000) / timeScale;
  const mostAttempts = RetryPolicy.MaximumRetryAttempts + 1;
  for (let attempt = 1; attempt <= mostAttempts && Date.now() < tooOldAt; attempt++) {
    if (await isHandedOver(invoke, Arn, tickInput(schedule, { scheduledAt, attempt }))) return;
    const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1)) / timeScale;
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

async function isHandedOver(invoke: Invoke, targetArn: string, input: string): Promise<boolean> {
  try {
    await invoke(targetArn, input);
    return true;
  } catch {
    return false;
  }
}
