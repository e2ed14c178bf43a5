import type { RecurringSchedules, RecurringStore } from '../../ports/recurring.ts';
import type { LaunchDeps } from '../launch-job.ts';

/** What commands of recurring jobs need of the world. */
export interface RecurringDeps extends LaunchDeps {
  recurring: RecurringStore;
  recurringSchedules: RecurringSchedules;
  /** Where containers report, without a slash at the end; empty for where each recurring job was made. */
  callbackBaseUrl: string;
  /** Asks for the end of a job, as a caller (an ARN) would. */
  cancel: (jobId: string, caller: string | null) => Promise<void>;
}
