import { RefusedDefinitionError } from '../../job/errors.ts';
import type { JobSpec } from '../../job/job.ts';
import type { AppState, Framework, Observation } from '../../reconcile/ports.ts';
import { wrappedEnvironment, wrappedLoop } from '../wrapped-command.ts';
import type { MarathonApp, MarathonClient, MarathonTask, QueueItem, TaskFailure } from './client.ts';
import { AppExistsError, AppLockedError, InvalidAppError } from './errors.ts';

export interface MarathonDeps {
  client: MarathonClient;
  callbackToken: (jobId: string) => Promise<string>;
}

/** The first start may have waited long for an offer and an image: a restart will not. */
const longestStartSeconds = 60;
const longestMessage = 300;

/** The old task has ended before the new one is queued: there are never two copies. */
export const neverTwo = { minimumHealthCapacity: 0, maximumOverCapacity: 0 };

/** Marathon as a framework: one task goes from run to run, and a change of cpus kills it and starts another. */
export function marathonFramework({ client, callbackToken }: MarathonDeps): Framework {
  const isThere = async (spec: JobSpec): Promise<boolean> => {
    const app = await client.getInfo(spec.name);
    return app !== null && isOurs(app, spec);
  };
  return {
    async observe({ name, jobId }): Promise<Observation> {
      const app = await client.getInfo(name);
      if (!app) return { known: true, found: false };
      const isRunning = app.tasks?.some(({ state }) => state === 'TASK_RUNNING') ?? false;
      const waiting = isRunning || app.instances === 0 ? null : await client.getQueueItem(name);
      const isQueued = waiting !== null || (app.tasks ?? []).length > 0;
      const run = isRunning ? 'running' : isQueued ? 'queued' : 'idle';
      const seen = { known: true, found: true, ours: isOurs(app, { jobId }), cpus: app.cpus, run } as const;
      return { ...seen, app: stateOf(app, waiting) };
    },

    async submit(spec, cpus) {
      try {
        await client.sendJob(appOf(spec, cpus, await callbackToken(spec.jobId)));
      } catch (error) {
        if (error instanceof InvalidAppError) throw refused(error);
        // It is there since an earlier attempt, or one of its name is still being deleted: the next look tells which.
        if (!(error instanceof AppExistsError || error instanceof AppLockedError)) throw error;
      }
    },

    async resize(spec, cpus, { force }) {
      if (!(await isThere(spec))) return;
      try {
        await client.updateJob(spec.name, { cpus, upgradeStrategy: neverTwo }, { force });
      } catch (error) {
        // Somebody else's deployment: while it lasts, the app is not changed.
        if (!(error instanceof AppLockedError)) throw error;
      }
    },

    async kill(spec, taskId) {
      if (taskId !== null && (await isThere(spec))) await client.killTask(spec.name, taskId);
    },

    async remove(spec) {
      if (await isThere(spec)) await client.deleteJob(spec.name);
    },

    async listJobs() {
      return (await client.listJobs()).flatMap(({ id: name, env }) => {
        const jobId = env?.PACER_JOB_ID;
        return typeof jobId === 'string' ? [{ jobId, name }] : [];
      });
    },
  };
}

function isOurs({ env }: MarathonApp, { jobId }: Pick<JobSpec, 'jobId'>): boolean {
  return env?.PACER_JOB_ID === jobId;
}

function refused({ excerpt, status, problems }: InvalidAppError): RefusedDefinitionError {
  const said = shown([excerpt || String(status), ...problems].join('; '));
  return new RefusedDefinitionError(`Marathon refused the app: ${said}`);
}

function stateOf(app: MarathonApp, waiting: QueueItem | null): AppState {
  const running = app.tasks?.find(({ state }) => state === 'TASK_RUNNING');
  const failure = app.lastTaskFailure;
  return {
    instances: app.instances,
    isChanging: (app.deployments ?? []).length > 0,
    taskId: running?.id ?? null,
    startSeconds: running ? startSecondsOf(app, running) : null,
    failure: failure ? failureOf(app, failure) : null,
    waitsFor: waiting?.delay.overdue && waiting.count > 0 ? wantOf(waiting) : null,
  };
}

/** Null for the task of an earlier definition; a leader with another clock makes no sense of it either. */
function startSecondsOf({ version }: MarathonApp, running: MarathonTask): number | null {
  // As instants: the text of one and the same may end in .000Z here and in Z there.
  const changedAt = Date.parse(version);
  if (Date.parse(running.version ?? '') !== changedAt) return null;
  const seconds = (Date.parse(running.startedAt ?? '') - changedAt) / 1000;
  return seconds >= 0 ? Math.min(seconds, longestStartSeconds) : null;
}

function failureOf(app: MarathonApp, { taskId, message, state, version }: TaskFailure): AppState['failure'] {
  const isOld = Date.parse(version ?? '') < Date.parse(app.version);
  return { taskId, message: shown(message || state), isOld };
}

/** A message as it may be shown: short, and without what may be a token. */
function shown(message: string): string {
  return message.replace(/[A-Za-z0-9_-]{40,}/g, '[…]').slice(0, longestMessage);
}

/**
 * What is in none of the offers that were declined last. Offers are declined for the first thing that they lack: those that lack
 * cpus had the role, and what the constraints want.
 */
function wantOf({ processedOffersSummary, lastUnusedOffers }: QueueItem): AppState['waitsFor'] {
  const rejections = processedOffersSummary?.rejectSummaryLastOffers ?? [];
  const none = { reason: '', declined: 0 };
  const cpus = rejections.find(({ reason, declined }) => reason === 'InsufficientCpus' && declined > 0);
  const most = cpus ?? rejections.reduce((a, b) => (b.declined > a.declined ? b : a), none);
  const offered = (lastUnusedOffers ?? []).map(({ offer }) =>
    offer.resources.reduce((sum, { name, scalar }) => sum + (name === 'cpus' ? (scalar ?? 0) : 0), 0),
  );
  return { reason: most.reason || null, offeredCpus: offered.length > 0 ? Math.max(...offered) : null };
}

function appOf(spec: JobSpec, cpus: number, token: string): { id: string } & Record<string, unknown> {
  const { jobId, name, command, reportUrl, definition, pauseSeconds } = spec;
  return {
    ...definition,
    id: name,
    cmd: wrappedLoop,
    cpus,
    instances: 1,
    upgradeStrategy: neverTwo,
    env: {
      ...fieldsOf(definition.env),
      ...wrappedEnvironment({ command, reportUrl, token, jobId }),
      PACER_PAUSE: String(pauseSeconds),
    },
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
