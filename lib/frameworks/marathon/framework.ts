import { RefusedDefinitionError } from '../../job/errors.ts';
import type { JobSpec } from '../../job/job.ts';
import type { Framework, FrameworkJob } from '../../ports/framework.ts';
import type { Observation } from '../../ports/observation.ts';
import { wrappedEnvironment, wrappedLoop } from '../wrapper/wrapped-command.ts';
import { isOurs, mayWait, seenApp, shownText } from './app-state.ts';
import type { MarathonClient, NewApp } from './client.ts';
import { pastLimit } from './deployment-limit.ts';
import { AppExistsError, AppLockedError, InvalidAppError } from './errors.ts';
import type { MarathonApp, NamedApp } from './replies.ts';

export interface MarathonDeps {
  client: MarathonClient;
  callbackToken: (jobId: string) => Promise<string>;
}

/**
 * The old task ends before the new one is queued, so there are never two copies as long as Mesos reaches the agent of the old
 * one: Marathon takes an unreachable task for an ended one.
 */
export const neverTwo = { minimumHealthCapacity: 0, maximumOverCapacity: 0 };

/** Marathon as a framework: one task goes from run to run, and a change of cpus kills it and starts another. */
export function marathonFramework({ client, callbackToken }: MarathonDeps): Framework {
  const ourApp = async (spec: JobSpec): Promise<MarathonApp | null> => {
    const app = await client.getInfo(spec.name);
    return app !== null && isOurs(app, spec) ? app : null;
  };
  return {
    async observe(spec): Promise<Observation> {
      const app = await client.getInfo(spec.name);
      if (!app) return { known: true, found: false };
      return seenApp(app, mayWait(app) ? await client.getQueueItem(spec.name) : null, spec);
    },

    async submit(spec, cpus) {
      await submitApp(client, appOf(spec, cpus, await callbackToken(spec.jobId)));
    },

    async resize(spec, cpus, { force }) {
      const app = await ourApp(spec);
      if (app) await resizeApp(client, { id: spec.name, heldCpus: app.cpus }, { cpus, force });
    },

    async scale(spec, instances, { force }) {
      if (await ourApp(spec)) await scaleApp(client, spec.name, { instances, force });
    },

    async kill(spec, taskId) {
      // By now another task of the same instance may have been started, which the call would kill.
      const app = await ourApp(spec);
      const runs = app?.tasks?.some(({ id, state }) => id === taskId && state === 'TASK_RUNNING');
      if (taskId !== null && runs) await client.killTask(spec.name, taskId);
    },

    async remove(spec) {
      if (!(await ourApp(spec))) return;
      await pastLimit(client, { id: spec.name, force: true }, () => client.deleteJob(spec.name));
    },

    listJobs: async () => (await client.listJobs()).flatMap(jobsOfPacer),
  };
}

function jobsOfPacer({ id: name, env }: NamedApp): FrameworkJob[] {
  const jobId = env?.PACER_JOB_ID;
  return typeof jobId === 'string' ? [{ jobId, name }] : [];
}

async function submitApp(client: MarathonClient, app: NewApp): Promise<void> {
  try {
    await client.sendJob(app);
  } catch (error) {
    if (error instanceof InvalidAppError) throw refused(error);
    // An earlier attempt created it, or an app of its name is still being deleted: the next look tells which.
    if (!(error instanceof AppExistsError || error instanceof AppLockedError)) throw error;
  }
}

async function resizeApp(
  client: MarathonClient,
  { id, heldCpus }: { id: string; heldCpus: number },
  { cpus, force }: { cpus: number; force: boolean },
): Promise<void> {
  const change = () => client.updateJob(id, { cpus, upgradeStrategy: neverTwo }, { force });
  await unlessLocked(() => (cpus < heldCpus ? pastLimit(client, { id, force }, change) : change()));
}

/** No other field with it: together they would be a restart. */
async function scaleApp(
  client: MarathonClient,
  id: string,
  { instances, force }: { instances: 0 | 1; force: boolean },
): Promise<void> {
  const change = () => client.updateJob(id, { instances }, { force });
  await unlessLocked(() => (instances === 0 ? pastLimit(client, { id, force }, change) : change()));
}

/** A deployment that somebody else started: until it has ended, the app is left as it is. */
async function unlessLocked(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof AppLockedError)) throw error;
  }
}

function refused({ excerpt, status, problems }: InvalidAppError): RefusedDefinitionError {
  const said = shownText([excerpt || String(status), ...problems].join('; '));
  return new RefusedDefinitionError(`Marathon refused the app: ${said}`);
}

/** The app as Pacer submits it. */
export function appOf(spec: JobSpec, cpus: number, token: string): NewApp {
  const { jobId, name, command, reportUrl, reportOutput, definition, pauseSeconds } = spec;
  return {
    ...definition,
    id: name,
    cmd: wrappedLoop,
    cpus,
    instances: 1,
    upgradeStrategy: neverTwo,
    env: {
      ...fieldsOf(definition.env),
      ...wrappedEnvironment({ command, reportUrl, token, jobId, reportOutput }),
      PACER_PAUSE: String(pauseSeconds),
    },
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
