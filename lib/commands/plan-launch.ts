import { observe } from '../evaluate/observe.ts';
import { scheduleEnd } from '../evaluate/save-evaluation.ts';
import { frameworkTraits } from '../job/frameworks.ts';
import type { Job } from '../job/job.ts';
import { planEvaluation } from '../plan/plan-evaluation.ts';
import type { RecurringJob } from '../recurring/recurring-job.ts';
import { checkNameIsFree } from './claim-name.ts';
import { checkLaunch, type Launch, type LaunchDeps, refused } from './launch-job.ts';
import { newJob } from './new-job.ts';

/** What a launch would come to now. */
export interface Planned {
  /** As it would be after its first evaluation; it is stored nowhere. */
  job: Job;
  adjustments: string[];
  /** When jobs like it would start; null for a job that is launched once. */
  schedule: RecurringJob['schedule'] | null;
  /** The cpus that it would have until its median end, times the seconds in which it would hold them; null without a decision. */
  expectedCoreSeconds: number | null;
}

/**
 * Checks a launch as `launchJob` does, decides its cpus and its forecast from what is known of earlier jobs of the name, and looks into
 * its framework. Nothing is stored, claimed or submitted.
 */
export async function planLaunch(
  deps: LaunchDeps,
  launch: Omit<Launch, 'idempotencyKey' | 'body'>,
): Promise<Planned> {
  const { specFor, adjustments } = await checkLaunch(deps, launch);
  const spec = specFor(deps.newJobId());
  const { schedule } = launch.request;
  // A recurring job may be made while a job of its name is live.
  if (schedule === null) await checkNameIsFree(deps, spec);
  const { deadline: deadlineAt } = launch.request;
  const now = deps.now();
  const law = deps.laws[spec.law];
  const lesson = await deps.store.loadLesson(spec);
  const scheduleEndsAt = scheduleEnd(deadlineAt, now);
  const job = newJob(spec, { deadlineAt, scheduleEndsAt, tokenHash: '', law, lesson });
  const observation = await observe(deps.frameworkOf(spec), job, now);
  const { progress } = planEvaluation(job, observation, law, now);
  const planned = refused({ ...job, progress });
  const { adjustment, startAt = now } = schedule ?? {};
  return {
    job: planned,
    adjustments: adjustment === undefined ? adjustments : [adjustment, ...adjustments],
    schedule: schedule && { ...schedule, startAt },
    expectedCoreSeconds: expectedCoreSeconds(planned, now),
  };
}

/** A task that loops over its runs holds its cpus in the pauses between them, too. */
function expectedCoreSeconds({ spec, progress }: Job, now: number): number | null {
  const { decision } = progress;
  if (!decision) return null;
  const seconds = (decision.forecast.finishAt.p50 - now) / 1000;
  const isHeldInPauses = frameworkTraits[spec.framework].execution === 'looping-app';
  const pauses = isHeldInPauses ? 0 : (spec.iterations - 1) * spec.pauseSeconds;
  return Math.round(progress.cpus * Math.max(0, seconds - pauses) * 10) / 10;
}
