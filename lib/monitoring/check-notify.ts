import { InvalidRequestError } from '../job/errors.ts';
import type { JobSpec } from '../job/job.ts';
import type { Log } from '../ports/environment.ts';
import { type MonascaSessionParts, monascaSessions } from './monasca-session.ts';
import { findMethod, NotificationMethodError } from './notification-method.ts';

/** Time limit of the check: a launch is synchronous, and a job does not need Monasca. */
const checkTakesMs = 4_000;

/**
 * Lets pass what names nobody, or a notification method that Monasca has or can make; else InvalidRequestError. Where Monasca does not
 * answer, or not as it should, everything passes: the alarm of the job will tell.
 */
export function notifyChecker(
  parts: MonascaSessionParts & { log: Log },
): (of: Pick<JobSpec, 'cluster' | 'notify'>) => Promise<void> {
  const withMonascaUntil = monascaSessions(parts);
  return async ({ cluster, notify }) => {
    if (notify === null) return;
    const withMonasca = withMonascaUntil(parts.now() + checkTakesMs);
    try {
      await withMonasca(cluster, (client) => findMethod(client, notify));
    } catch (error) {
      if (error instanceof NotificationMethodError) throw refusal(error);
      const problem = (error as Error).message;
      parts.log.warn('notification method not checked; the job tells whether its alarm is set', {
        cluster,
        problem,
      });
    }
  };
}

function refusal({ message }: NotificationMethodError): InvalidRequestError {
  const field = 'notify.name';
  return new InvalidRequestError(`${field} cannot be used: ${message}`, [
    { field, problem: `cannot be used: ${message}` },
  ]);
}
