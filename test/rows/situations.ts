import type { Job, JobProgress } from '../../lib/job/job.ts';

type Situation = (progress: JobProgress, job: Job) => boolean;

const isLive: Situation = ({ status }) => status === 'LAUNCHING' || status === 'RUNNING';

/** What a stored job may be in the middle of. Of each, rows of every schema are kept. */
export const situations: Record<string, Situation> = {
  launching: ({ status, call }) => status === 'LAUNCHING' && call === null,
  'launching, with a call under way': ({ status, call }) => status === 'LAUNCHING' && call !== null,
  'held up': (progress, job) => isLive(progress, job) && progress.problem !== null,
  'with a step that failed': ({ failedStep }) => failedStep !== null,
  'with a run that was asked for': ({ run }) => run !== null && run.runningAt === null && run.idleAt === null,
  'with a run that goes on': ({ run }) => run !== null && run.runningAt !== null,
  'with a run that is not to be seen': ({ run }) => run !== null && run.idleAt !== null,
  'with a run that was killed': ({ run }) => run !== null && run.killedAt !== null,
  'with a report that nobody has counted': (_, { inbox }) => Object.keys(inbox).length > 0,
  'with a run that has reported': (progress, job) => isLive(progress, job) && progress.endingRun !== null,
  'between two runs': (progress) =>
    progress.status === 'RUNNING' &&
    progress.completed > 0 &&
    progress.run === null &&
    progress.endingRun === null,
  'after a failed run': (progress, job) => isLive(progress, job) && progress.failuresInRow > 0,
  'with a run that was settled without its report': ({ unreported }) => unreported.length > 0,
  'with less room than was asked for': ({ ceiling }) => ceiling !== null,
  'with a task that an agent prepares': ({ stagedTask }) => Boolean(stagedTask),
  'with a deployment under way': (progress, job) => isLive(progress, job) && progress.changingSince !== null,
  'with a task that crashed': (progress, job) => isLive(progress, job) && progress.crashedTask !== null,
  'with starts that were measured': ({ starts }) => starts !== undefined && !starts.isFirst,
  'with an alarm': (progress, { alarm, ...job }) => isLive(progress, { alarm, ...job }) && alarm !== null,
  'to be cancelled': (progress, job) => isLive(progress, job) && job.cancelRequestedAt !== null,
  'missing from its framework': (progress, job) => isLive(progress, job) && progress.missingSince !== null,
  'ended, with something left in its framework': (progress, job) => !isLive(progress, job) && !job.retired,
  'ended, waiting for quiet': ({ quietSince }, { retired }) => quietSince !== null && !retired,
  'ended, with a queued run made harmless': ({ quietedAt }, { retired }) => quietedAt !== null && !retired,
  'ended, about to be removed': ({ removedAt }, { retired }) => removedAt !== null && !retired,
  'retired, with something left to tell': (_, { retired, clean }) => retired && !clean,
  completed: ({ status }, { clean }) => status === 'COMPLETED' && clean,
  failed: ({ status }, { clean }) => status === 'FAILED' && clean,
  cancelled: ({ status }, { clean }) => status === 'CANCELLED' && clean,
};
