import { cpusText, howMany } from '../../lib/control/wording.ts';
import type { ShownJob } from '../api/answers.ts';
import { exitCodes } from '../exit-codes.ts';
import { besideDeadline, span } from './span.ts';

/** How a job that has ended went, in one sentence. */
export function outcome(job: ShownJob): string {
  const { name, status, completed, iterations, finishedAt = '', launchedAt, deadlineAt } = job;
  const took = span(Date.parse(finishedAt) - Date.parse(launchedAt));
  const work = `${completed} of ${howMany(iterations, 'iteration')} in ${took}, ${job.coreSeconds.toFixed(1)} core-seconds`;
  if (status !== 'COMPLETED') return `${name}: ${status}; ${work}. ${job.finishSentence ?? ''}`.trim();
  const went = `${name}: ${job.onTime ? 'ON TIME' : 'LATE'}, ${besideDeadline(finishedAt, deadlineAt)}; ${work}.`;
  return job.onTime ? went : [went, ...useSentence(job)].join(' ');
}

/** It may be why the job is late: on a busy machine runs get less than they hold. */
function useSentence({ cpuUse }: ShownJob): string[] {
  return cpuUse ? [`Its last containers used ${cpuUse.usedCpus} of ${cpusText(cpuUse.allocatedCpus)}.`] : [];
}

/** What the exit code says of a job that has ended. */
export function outcomeCode({ onTime }: ShownJob): number {
  return onTime ? exitCodes.done : exitCodes.notOnTime;
}

/** The colour of a job's state: green is well, yellow is to be looked at, red is lost. */
export function moodOf({
  status,
  onTime,
  outlook,
  problem,
  finishedAt,
  pausedAt,
}: ShownJob): 'green' | 'yellow' | 'red' {
  if (status === 'FAILED' || onTime === false || outlook === 'cannot-be-met') return 'red';
  if (status === 'CANCELLED' || pausedAt || outlook === 'at-risk' || (problem && !finishedAt))
    return 'yellow';
  return 'green';
}
