import type { TestContext } from 'node:test';
import { recordedApp, recordedItem, recordedTask } from './marathon-1.8.ts';
import { type StubAnswer, type StubCall, stubbed } from './marathon-stub.ts';

/** An app of a Marathon: whose it is, what it does, and the deployment that does it. */
export interface LimitedApp {
  id: string;
  jobId: string | null;
  cpus: number;
  /** It waits for an offer, is launched and has no status yet, or runs. */
  state: 'waits' | 'staged' | 'running';
}

/**
 * A Marathon that has as many deployments as it allows, as 1.8.244 was recorded: every change is 403, forced or not, and only the
 * end of a deployment by force passes. A change that passes is a deployment itself.
 */
export async function limited(t: TestContext, { limit, apps }: { limit: number; apps: LimitedApp[] }) {
  const byId = new Map(apps.map((app) => [app.id, app]));
  const deployments = new Map(
    apps.filter(({ state }) => state !== 'running').map(({ id }) => [`of-${id.slice(1)}`, id]),
  );
  const ended: string[] = [];

  const queue = () => {
    const items = [...byId.values()].filter(({ state }) => state !== 'running');
    return items.map((app) => {
      const used = app.state === 'staged' ? { lastUsedAt: 1 } : {};
      return recordedItem({ since: 0, ...used, app: shownFields(app) });
    });
  };
  const read = (path: string): StubAnswer => {
    if (path.startsWith('/v2/queue')) return { status: 200, body: { queue: queue() } };
    if (path === '/v2/deployments') {
      const shown = [...deployments].map(([id, app]) => ({ id, affectedApps: [app], affectedPods: [] }));
      return { status: 200, body: shown };
    }
    const app = byId.get(path.slice('/v2/apps'.length));
    return app ? { status: 200, body: { app: shownApp(app, [...deployments.values()]) } } : unknown(path);
  };
  const changed = ({ method, path, body }: StubCall): StubAnswer => {
    if (deployments.size >= limit) return { status: 403, body: { message: atLimit(limit) } };
    const id = path.replace(/^\/v2\/apps|\?.*$/g, '');
    const app = byId.get(id);
    if (app && method === 'PATCH') byId.set(id, { ...app, cpus: Object(body).cpus });
    else byId.delete(id);
    deployments.set(`after-${id.slice(1)}`, id);
    return { status: 200, body: {} };
  };
  const answer = (call: StubCall): StubAnswer => {
    if (call.method === 'GET') return read(call.path);
    const [, deployment = ''] = /^\/v2\/deployments\/(.*)\?force=true$/.exec(call.path) ?? [];
    if (!deployment) return changed(call);
    ended.push(deployment);
    return deployments.delete(deployment) ? { status: 202 } : unknown(call.path);
  };
  return { ...(await stubbed(t, answer)), app: (id: string) => byId.get(id), ended };
}

const atLimit = (limit: number) =>
  `Max number (${limit}) of running deployments is achieved. Wait for existing deployments to complete or cancel one using force=true parameter. You can increase max deployment number by using --max_running_deployments parameter`;

const unknown = (path: string): StubAnswer => ({
  status: 404,
  body: { message: `App '${path.replace('/v2/apps', '')}' does not exist` },
});

function shownFields({ id, jobId, cpus }: LimitedApp) {
  return { id, cpus, env: jobId === null ? {} : { PACER_JOB_ID: jobId } };
}

function shownApp(app: LimitedApp, deployed: string[]) {
  const states = {
    waits: [],
    staged: [recordedTask('TASK_STAGING')],
    running: [recordedTask('TASK_RUNNING')],
  };
  const deployments = deployed.includes(app.id) ? [{ id: `of-${app.id.slice(1)}` }] : [];
  return recordedApp({ ...shownFields(app), tasks: states[app.state], deployments });
}
