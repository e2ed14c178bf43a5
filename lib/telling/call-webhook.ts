import { UnwantedAnswerError } from '../http/post-outside.ts';
import type { PointKey, Untold } from '../ports/telling.ts';
import { eventsOf } from './events-of.ts';
import type { TellingDeps } from './telling-deps.ts';
import { afterFailedTry, webhookPost } from './webhook.ts';

/** So it says that nobody is there any more. */
const gone = 410;

/** Calls the webhook of a point that is due, once for each of its events. What fails is tried again later, so often and no more. */
export async function callWebhook(deps: TellingDeps, key: PointKey, untold: Untold): Promise<void> {
  const { spec, delivery } = untold;
  const { webhook } = spec;
  if (webhook === null || deps.now() < delivery.nextTryAt) return;
  try {
    for (const event of eventsOf(untold, deps.stack))
      await deps.post(webhook.url, webhookPost(event, webhook.key, deps.now()));
  } catch (error) {
    await noteFailure(deps, key, untold, error as Error);
    return;
  }
  await deps.store.markTold(key);
}

async function noteFailure(
  { store, log, now }: TellingDeps,
  key: PointKey,
  { spec, point, delivery }: Untold,
  error: Error,
): Promise<void> {
  const isGone = error instanceof UnwantedAnswerError && error.status === gone;
  const left = isGone ? null : afterFailedTry(delivery, now());
  const { jobId, name, webhook } = spec;
  // The path and the query of an address may be secret.
  const host = webhook && new URL(webhook.url).host;
  const tries = delivery.tries + 1;
  const { message: problem } = error;
  const said = { jobId, job: name, host, tries, problem };
  if (left === null) {
    log.error('webhook given up', said);
    // Of an occurrence that was not launched there is no job to note it in.
    if ('transitions' in point)
      await store.noteFailure(jobId, { at: now(), transitions: point.transitions, tries, problem });
    await store.markTold(key);
  } else {
    log.warn('webhook not reached; tried again later', said);
    await store.postpone(key, left);
  }
}
