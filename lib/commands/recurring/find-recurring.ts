import { ConflictError, UnknownRecurringJobError } from '../../job/errors.ts';
import { soughtName } from '../../job/job-id.ts';
import type { RecurringStore } from '../../ports/recurring.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';

/** The recurring job of a name; UnknownRecurringJobError where there is none, and a ConflictError where several have it, on different clusters or frameworks. */
export async function findRecurring(
  { list }: Pick<RecurringStore, 'list'>,
  name: string,
): Promise<RecurringJob> {
  const sought = soughtName(name);
  const [found, ...others] = (await list()).filter(({ spec }) => soughtName(spec.name) === sought);
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
