import { cpusText, howMany } from '../../control/wording.ts';
import type { HeldRun, RequestedRun, StartedRuns } from '../../job/execution.ts';
import { isFinished, type JobProgress, type Progress } from '../../job/progress.ts';
import { goesLast } from '../../room/placements.ts';
import type { Context } from '../context.ts';
import { withExecution } from '../progress/execution.ts';
import type { Step } from '../progress/step.ts';
import { expectedSeconds } from './run-states.ts';

/** Notes what the gate says: that the next run is held, or what was claimed for it. Without a gate nothing changes. */
export function withGate(progress: JobProgress, step: Step, context: Context): JobProgress {
  const { execution } = progress;
  if (execution.kind === 'looping-app') return progress;
  const known = { ...progress, execution };
  if (context.gate?.isOpen === false) return held(known, context.gate.ahead, context);
  if (step.do === 'start') return begun(known, context);
  const { run } = execution;
  const isOver = isFinished(progress.status) || context.job.pausedAt !== null;
  const isHeldNoMore = execution.held !== undefined && (isOver || run !== null);
  const isClaimOver = execution.claim !== undefined && isOver && run === null;
  const left = isHeldNoMore ? without(execution, 'held') : execution;
  const freed = isClaimOver ? without(left, 'claim') : left;
  return freed === execution ? progress : { ...progress, execution: freed };
}

function without(execution: StartedRuns, field: 'held' | 'claim'): StartedRuns {
  const { [field]: _, ...rest } = execution;
  return rest;
}

/** The run may begin, with what was claimed for it. */
function begun(progress: Progress<StartedRuns>, { gate, now }: Context): JobProgress {
  const { held: was, claim: _, run, ...rest } = progress.execution;
  const agent = gate?.isOpen ? gate.agent : null;
  const claimed = agent === null ? {} : { claim: { agent, cpus: progress.cpus, at: now } };
  return { ...progress, execution: { ...rest, run: run && withHeldSeconds(run, was, now), ...claimed } };
}

function withHeldSeconds(run: RequestedRun, was: HeldRun | undefined, now: number): RequestedRun {
  return was === undefined ? run : { ...run, heldSeconds: Math.round((now - was.since) / 100) / 10 };
}

function held(progress: Progress<StartedRuns>, ahead: number, { job, now }: Context): JobProgress {
  const place = placeOf(progress, job, now);
  const next = withExecution(
    { ...progress, execution: without(progress.execution, 'claim') },
    { held: place },
  );
  const { decision } = progress;
  if (decision === null) return next;
  const sentence = `${progress.completed} of ${job.spec.iterations} done; the next run waits for cpus: ${why(progress, place, ahead)}`;
  return { ...next, decision: { ...decision, reason: { code: 'waiting-for-room', sentence } } };
}

/** Since when the next run of the job waits, and where it stands in the order if it waits now. */
export function placeOf(
  progress: Progress<StartedRuns>,
  { spec, deadlineAt }: Pick<Context['job'], 'spec' | 'deadlineAt'>,
  now: number,
): HeldRun {
  const since = progress.execution.held?.since ?? now;
  const isLate = progress.decision?.outlook === 'cannot-be-met';
  const waitedSeconds = (now - since) / 1000;
  const isLast = goesLast({ isLate, waitedSeconds, iterationSeconds: expectedSeconds(progress, spec) });
  return { since, isLast, deadlineAt };
}

function why({ cpus }: JobProgress, { isLast }: HeldRun, ahead: number): string {
  if (ahead === 0) return `no agent has ${cpusText(cpus)} free.`;
  const whose = isLast
    ? 'whose deadlines can be met or are earlier'
    : `with ${ahead === 1 ? 'an earlier deadline' : 'earlier deadlines'}`;
  return `${howMany(ahead, 'job')} ${whose} ${ahead === 1 ? 'goes' : 'go'} first.`;
}
