import type { LoopingApp, StartedRuns } from '../../lib/job/execution.ts';
import type { Job } from '../../lib/job/job.ts';
import type { JobProgress } from '../../lib/job/progress.ts';

type Situation = (progress: JobProgress, job: Job) => boolean;

const isLive: Situation = ({ status }) => status === 'LAUNCHING' || status === 'RUNNING';

const ofRuns = ({ execution }: JobProgress, is: (runs: StartedRuns) => boolean) =>
  execution.kind === 'started-runs' && is(execution);

const ofApp = ({ execution }: JobProgress, is: (app: LoopingApp) => boolean) =>
  execution.kind === 'looping-app' && is(execution);

/** What a stored job may be in the middle of. Of each, rows of every schema are kept. */
export const situations: Record<string, Situation> = {
  launching: ({ status, call }) => status === 'LAUNCHING' && call === null,
  'launching, with a call under way': ({ status, call }) => status === 'LAUNCHING' && call !== null,
  'held up': (progress, job) => isLive(progress, job) && progress.problem !== null,
  'with a step that failed': ({ failedStep }) => failedStep !== null,
  'with a run that was asked for': ({ execution: { run } }) =>
    run !== null && run.runningAt === null && run.idleAt === null,
  'with a run that goes on': ({ execution: { run } }) => run !== null && run.runningAt !== null,
  'with a run that is not to be seen': ({ execution: { run } }) => run !== null && run.idleAt !== null,
  'with a run that was killed': ({ execution: { run } }) => run !== null && run.killedAt !== null,
  'with a report that nobody has counted': (_, { inbox }) => Object.keys(inbox).length > 0,
  'with a run that has reported': (progress, job) =>
    isLive(progress, job) && ofRuns(progress, ({ endingRun }) => endingRun !== null),
  'between two runs': (progress) =>
    progress.status === 'RUNNING' &&
    progress.completed > 0 &&
    progress.execution.run === null &&
    !ofRuns(progress, ({ endingRun }) => endingRun !== null),
  'after a failed run': (progress, job) => isLive(progress, job) && progress.failuresInRow > 0,
  'with a run that was settled without its report': (progress) =>
    ofRuns(progress, ({ unreported }) => unreported.length > 0),
  'with less room than was asked for': ({ ceiling }) => ceiling !== null,
  'with a task that an agent prepares': (progress) =>
    ofApp(progress, ({ stagedTask }) => stagedTask !== null),
  'with a deployment under way': (progress, job) =>
    isLive(progress, job) && ofApp(progress, ({ changingSince }) => changingSince !== null),
  'with a task that crashed': (progress, job) =>
    isLive(progress, job) && ofApp(progress, ({ crashedTask }) => crashedTask !== null),
  'with starts that were measured': (progress) =>
    ofApp(progress, ({ starts }) => starts !== undefined && !starts.isFirst),
  'with an alarm': (progress, { alarm, ...job }) => isLive(progress, { alarm, ...job }) && alarm !== null,
  'to be cancelled': (progress, job) => isLive(progress, job) && job.cancelRequestedAt !== null,
  'missing from its framework': (progress, job) => isLive(progress, job) && progress.missingSince !== null,
  'ended, with something left in its framework': (progress, job) => !isLive(progress, job) && !job.retired,
  'ended, waiting for quiet': (progress, { retired }) =>
    ofRuns(progress, ({ quietSince }) => quietSince !== null) && !retired,
  'ended, with a queued run made harmless': (progress, { retired }) =>
    ofRuns(progress, ({ quietedAt }) => quietedAt !== null) && !retired,
  'ended, about to be removed': ({ removedAt }, { retired }) => removedAt !== null && !retired,
  'retired, with something left to tell': (_, { retired, clean }) => retired && !clean,
  completed: ({ status }, { clean }) => status === 'COMPLETED' && clean,
  failed: ({ status }, { clean }) => status === 'FAILED' && clean,
  cancelled: ({ status }, { clean }) => status === 'CANCELLED' && clean,
};
