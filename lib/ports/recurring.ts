import type { PendingOccurrence, RecurringJob, RecurringName, Verdict } from '../recurring/recurring-job.ts';

/** The recurring jobs. */
export interface RecurringStore {
  load(of: RecurringName): Promise<RecurringJob | null>;
  /** Those of a name, as it is looked for, on all clusters and frameworks. */
  find(name: string): Promise<RecurringJob[]>;
  list(): Promise<RecurringJob[]>;
  /** False when there is one of the name already. */
  create(recurring: RecurringJob): Promise<boolean>;
  /** Writes it as it is; StaleJobError if somebody wrote it since it was read. */
  save(recurring: RecurringJob): Promise<RecurringJob>;
  /** As `save`. */
  remove(recurring: RecurringJob): Promise<void>;
  /** Puts into the outbox what became of an occurrence that launched no job. Once, however often it is called. */
  putVerdict(recurring: RecurringJob, pending: PendingOccurrence, verdict: Verdict): Promise<void>;
}

/** The schedules of recurring jobs. */
export interface RecurringSchedules {
  /** Also right when the schedule is there already: it stays as it is, and this resolves to false. InvalidRequestError when it is refused. */
  create(recurring: RecurringJob): Promise<boolean>;
  /** Also right when there is none. */
  remove(scheduleId: string): Promise<void>;
  /** Looks at the pending occurrence of that id each minute. As `create`. */
  createRetry(recurring: RecurringJob, pendingId: string): Promise<boolean>;
  removeRetry(pendingId: string): Promise<void>;
}
