import { ConflictError, UnknownRecurringJobError } from '../../job/errors.ts';
import { soughtName } from '../../job/job-id.ts';
import type { RecurringStore } from '../../ports/recurring.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';

/** The recurring job of a name; UnknownRecurringJobError where there is none, and a ConflictError where several have it, on different clusters or frameworks. */
export async function findRecurring(
  { find }: Pick<RecurringStore, 'find'>,
  name: string,
): Promise<RecurringJob> {
  const [found, ...others] = await find(name);
  if (!found) throw new UnknownRecurringJobError(name);
  if (others.length === 0) return found;
  const each = [found, ...others].map(
    ({ spec }) => `${spec.cluster}/${spec.framework}/${soughtName(spec.name)}`,
  );
  throw new ConflictError(
    'ambiguous-name',
    `${each.length} recurring jobs have the name ${name}: ${each.join(', ')}. Their schedules must have different names to be told apart.`,
  );
}
