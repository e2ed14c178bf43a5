import { remoteText } from '../../http/remote-text.ts';
import type { JobSpec } from '../../job/job.ts';
import type { AppState, SeenApp } from '../../ports/observation.ts';
import type { MarathonApp, MarathonTask, QueueItem, TaskFailure } from './replies.ts';
import { wantOf } from './want-of.ts';

/** States of a task that has ended: Marathon shows it until the next one of the app is launched. */
const ended = new Set([
  'TASK_FAILED',
  'TASK_FINISHED',
  'TASK_KILLED',
  'TASK_LOST',
  'TASK_ERROR',
  'TASK_DROPPED',
  'TASK_GONE',
  'TASK_GONE_BY_OPERATOR',
]);
/** An agent prepares the task: it pulls the image and fetches files. */
const staged = new Set(['TASK_STAGING', 'TASK_STARTING']);

/** Whether the app is that of the job, not another one of its name. */
export function isOurs({ env }: MarathonApp, { jobId }: Pick<JobSpec, 'jobId'>): boolean {
  return env?.PACER_JOB_ID === jobId;
}

/** What Marathon shows of an app with its tasks, and of what of it is queued. */
export function seenApp(app: MarathonApp, waiting: QueueItem | null, spec: Pick<JobSpec, 'jobId'>): SeenApp {
  const isThere = waiting !== null || (app.tasks ?? []).some(({ state }) => !ended.has(state ?? ''));
  const run = runningTask(app) ? 'running' : isThere ? 'queued' : 'idle';
  const seen = {
    kind: 'looping-app',
    known: true,
    found: true,
    ours: isOurs(app, spec),
    cpus: app.cpus,
    run,
  } as const;
  return { ...seen, app: stateOf(app, waiting) };
}

/** Whether the queue has something to say of the app: not of one that runs, is launched already, or should have no task. */
export function mayWait(app: MarathonApp): boolean {
  return app.instances !== 0 && !runningTask(app) && !stagedTask(app);
}

function stateOf(app: MarathonApp, waiting: QueueItem | null): AppState {
  const running = runningTask(app);
  return {
    instances: app.instances,
    isChanging: isChanging(app),
    taskId: running?.id ?? null,
    isCurrent: running ? isCurrent(app, running) : false,
    start: running ? startOf(app, running) : null,
    stagedTask: stagedTask(app)?.id ?? null,
    isUnreachable: (app.tasks ?? []).some(({ state }) => state === 'TASK_UNREACHABLE'),
    failure: app.lastTaskFailure ? failureOf(app, app.lastTaskFailure) : null,
    waitsFor: waiting && !stagedTask(app) ? wantOf(waiting) : null,
  };
}

function isChanging({ deployments }: MarathonApp): boolean {
  return (deployments ?? []).length > 0;
}

/**
 * The task that runs. While the app is being changed, one of an earlier version is being ended: Marathon shows it as
 * TASK_RUNNING until it is dead. When nothing is being changed it goes on, as after a change of the number of instances.
 */
function runningTask(app: MarathonApp): MarathonTask | undefined {
  const running = (app.tasks ?? []).filter(({ state }) => state === 'TASK_RUNNING');
  const current = running.find((task) => isCurrent(app, task));
  return current ?? (isChanging(app) ? undefined : running[0]);
}

function stagedTask(app: MarathonApp): MarathonTask | undefined {
  return app.tasks?.find((task) => staged.has(task.state ?? '') && isCurrent(app, task));
}

/** As instants: the text of one and the same may end in .000Z here and in Z there. */
function isCurrent(app: MarathonApp, { version }: MarathonTask): boolean {
  return Date.parse(version ?? '') === Date.parse(app.version);
}

/** Null for the task of an earlier version and for one that was started again; other clocks make no sense of it either. */
function startOf(app: MarathonApp, running: MarathonTask): AppState['start'] {
  const { lastTaskFailure, version } = app;
  const isAgain = Date.parse(lastTaskFailure?.version ?? '') >= Date.parse(version);
  if (!isCurrent(app, running) || isAgain) return null;
  const secondsTo = (at: string | null | undefined) => (Date.parse(at ?? '') - Date.parse(version)) / 1000;
  const startSeconds = secondsTo(running.startedAt);
  if (!(startSeconds >= 0)) return null;
  const stagedSeconds = secondsTo(running.stagedAt);
  const offerSeconds = stagedSeconds >= 0 ? Math.min(stagedSeconds, startSeconds) : 0;
  return { version, offerSeconds, taskSeconds: startSeconds - offerSeconds };
}

function failureOf(app: MarathonApp, { taskId, message, state, version }: TaskFailure): AppState['failure'] {
  const isOld = Date.parse(version ?? '') < Date.parse(app.version);
  return { taskId, message: shownText(message || state), isOld };
}

const longestText = 300;

/** A text of Marathon as it may be shown: one short line without secrets. */
export function shownText(text: string): string {
  return remoteText(text, longestText);
}
