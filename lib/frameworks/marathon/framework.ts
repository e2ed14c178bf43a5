import { RefusedDefinitionError } from '../../job/errors.ts';
import type { JobSpec } from '../../job/job.ts';
import type { Framework } from '../../ports/framework.ts';
import type { Observation } from '../../ports/observation.ts';
import { wrappedEnvironment, wrappedLoop } from '../wrapper/wrapped-command.ts';
import { isOurs, mayWait, seenApp } from './app-state.ts';
import type { MarathonApp, MarathonClient } from './client.ts';
import { pastLimit } from './deployment-limit.ts';
import { AppExistsError, AppLockedError, InvalidAppError } from './errors.ts';
import { shownText } from './shown-text.ts';

export interface MarathonDeps {
  client: MarathonClient;
  callbackToken: (jobId: string) => Promise<string>;
}

/**
 * The old task has ended before the new one is queued: there are never two copies, as long as Mesos reaches the old one's agent. To
 * Marathon a task that is unreachable has ended.
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
      try {
        await client.sendJob(appOf(spec, cpus, await callbackToken(spec.jobId)));
      } catch (error) {
        if (error instanceof InvalidAppError) throw refused(error);
        // It is there since an earlier attempt, or one of its name is still being deleted: the next look tells which.
        if (!(error instanceof AppExistsError || error instanceof AppLockedError)) throw error;
      }
    },

    async resize(spec, cpus, { force }) {
      const app = await ourApp(spec);
      if (!app) return;
      const change = () => client.updateJob(spec.name, { cpus, upgradeStrategy: neverTwo }, { force });
      try {
        await (cpus < app.cpus ? pastLimit(client, { id: spec.name, force }, change) : change());
      } catch (error) {
        // Somebody else's deployment: while it lasts, the app is not changed.
        if (!(error instanceof AppLockedError)) throw error;
      }
    },

    async kill(spec, taskId) {
      // By now it may have been started again as another task of the same instance, which the call would kill.
      const app = await ourApp(spec);
      const runs = app?.tasks?.some(({ id, state }) => id === taskId && state === 'TASK_RUNNING');
      if (taskId !== null && runs) await client.killTask(spec.name, taskId);
    },

    async remove(spec) {
      if (!(await ourApp(spec))) return;
      await pastLimit(client, { id: spec.name, force: true }, () => client.deleteJob(spec.name));
    },

    async listJobs() {
      return (await client.listJobs()).flatMap(({ id: name, env }) => {
        const jobId = env?.PACER_JOB_ID;
        return typeof jobId === 'string' ? [{ jobId, name }] : [];
      });
    },
  };
}

function refused({ excerpt, status, problems }: InvalidAppError): RefusedDefinitionError {
  const said = shownText([excerpt || String(status), ...problems].join('; '));
  return new RefusedDefinitionError(`Marathon refused the app: ${said}`);
}

/** The app as Pacer submits it. */
export function appOf(spec: JobSpec, cpus: number, token: string): { id: string } & Record<string, unknown> {
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
