import type { Outlook } from '../../job/decision.ts';
import { isFinished, type JobProgress, type Transition } from '../../job/progress.ts';

/** What of a job's progress tells how it stands. */
export type StateOfJob = Pick<JobProgress, 'status' | 'isLate' | 'decision'>;

/**
 * What became of a job between two of its states, in its order. One after the other along any path, they tell of one launch at
 * most and of one end, which is the last; and how the job stands is always what was told last.
 */
export function transitionsOf(was: StateOfJob, is: StateOfJob): Transition[] {
  if (isFinished(was.status)) return [];
  const isLaunched = was.status === 'LAUNCHING' && (is.status === 'RUNNING' || is.status === 'COMPLETED');
  return [...(isLaunched ? ['launched' as const] : []), ...(endOf(was, is) ?? changeOf(was, is))];
}

const ends = { COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled' } as const;

function endOf(was: StateOfJob, is: StateOfJob): Transition[] | null {
  if (is.status === 'LAUNCHING' || is.status === 'RUNNING') return null;
  const becameLate = is.status === 'COMPLETED' && is.isLate && !was.isLate;
  return [...(becameLate ? ['late' as const] : []), ends[is.status]];
}

function changeOf(was: StateOfJob, is: StateOfJob): Transition[] {
  const [before, after] = [troubleOf(was), troubleOf(is)];
  if (after === before) return [];
  return [after ?? 'recovered'];
}

/** What is wrong with a live job; null when nothing is. Once the deadline has passed, the forecast says nothing new. */
function troubleOf({ isLate, decision }: StateOfJob): Exclude<Outlook, 'on-time'> | 'late' | null {
  if (isLate) return 'late';
  return decision === null || decision.outlook === 'on-time' ? null : decision.outlook;
}
