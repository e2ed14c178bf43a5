import { cpusText } from '../../control/wording.ts';
import type { RequestedRun, StartedRuns } from '../../job/execution.ts';
import type { JobSpec } from '../../job/job.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import type { SeenJob } from '../../ports/observation.ts';
import { withExecution } from '../progress/execution.ts';

/** A run may wait this long for an offer before less is asked for. */
export const queuedTooLongMs = 90_000;
const ceilingHoldsMs = 600_000;
const ceilingFactor = 0.75;
/** This many queued jobs, and none that runs, look like a framework that launches nothing any more. */
const manyQueued = 3;
/** After this time fewer cpus are requested anyway: perhaps all queued jobs wait for more cpus than any agent has. */
const standstillMs = 600_000;

interface Seeing {
  found: SeenJob;
  spec: JobSpec;
  now: number;
}

/** A run that waits for an offer: after a while the job says so, and asks for less. */
export function settleQueued(
  progress: Progress<StartedRuns>,
  run: RequestedRun,
  { found, spec, now }: Seeing,
): Progress<StartedRuns> {
  const queued = withExecution(progress, { run });
  const waitedMs = now - run.requestedAt;
  if (waitedMs < queuedTooLongMs) return queued;
  const seconds = Math.round(waitedMs / 1000);
  const stands = standstill(found);
  if (stands) {
    const standing = { ...queued, problem: `The run has been queued for ${seconds} s: ${stands}` };
    return waitedMs < standstillMs ? standing : { ...standing, ceiling: lowered(progress, found, spec, now) };
  }
  const why = progress.decision?.reason.code === 'yielding' ? givesWay : lacking(found, spec);
  const problem = `The run has been queued for ${seconds} s: ${why}`;
  return { ...queued, problem, ceiling: lowered(progress, found, spec, now) };
}

/** Whether an agent has room for it is not known: Chronos does not come to it while other runs wait that go first. */
const givesWay = 'the job gives way, so runs of other jobs that wait for room go first.';

/** Chronos does not say what the offers lacked; when even the fewest cpus find none, it is not cpus. */
function lacking({ cpus }: SeenJob, { cpus: { min } }: JobSpec): string {
  return cpus > min
    ? `no agent seems to offer ${cpusText(cpus)} together with the memory and the disk of the job.`
    : `no agent seems to offer the memory and the disk of the job, or what its constraints require, with even ${cpusText(cpus)}.`;
}

/** Chronos goes on answering when its scheduler is cut off from Mesos, and then launches nothing of anybody's. */
function standstill({ scheduler }: SeenJob): string | null {
  if (!scheduler || scheduler.running > 0 || scheduler.queued < manyQueued) return null;
  return `Chronos runs nothing at all while ${scheduler.queued} jobs are queued. If agents have room, its scheduler has lost its connection to Mesos: restart Chronos.`;
}

/** The ceiling of a job whose run, which asks for `cpus`, has waited for so long that it asks for less. */
export function lowered(
  { ceiling }: Pick<JobProgress, 'ceiling'>,
  { cpus }: Pick<SeenJob, 'cpus'>,
  { cpus: { min, max } }: Pick<JobSpec, 'cpus'>,
  now: number,
): JobProgress['ceiling'] {
  if (now - (ceiling?.setAt ?? 0) < queuedTooLongMs) return ceiling;
  const isLifted = ceiling !== null && ceiling.cpus >= max && ceiling.untilAt > now;
  if (isLifted) return ceiling;
  // The fewest cpus found no room either: it is not cpus that are lacking, and for a while the job asks for all of them again.
  const lower = cpus > min ? Math.max(min, Math.round(cpus * ceilingFactor * 100) / 100) : max;
  return { cpus: lower, setAt: now, untilAt: now + ceilingHoldsMs };
}
