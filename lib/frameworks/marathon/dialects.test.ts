import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { listen } from '../../../local/listen.ts';
import { jobForTests } from '../../../test/rigs/job.ts';
import { http } from '../../http/http.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';
import type { SeenApp } from '../../reconcile/ports.ts';
import { marathonClient } from './client.ts';
import { marathonFramework } from './framework.ts';

const spec = { ...jobForTests.spec, framework: 'marathon' as const, name: '/x' };
const env = { PACER_JOB_ID: spec.jobId, PACER_TOKEN: 's3cret' };
const version = '2026-01-01T00:00:00.000Z';
const startedAt = '2026-01-01T00:00:04.500Z';
const neverTwo = { minimumHealthCapacity: 0, maximumOverCapacity: 0 };
const versionInfo = { lastScalingAt: version, lastConfigChangeAt: version };

/** What a Marathon answers: an app, its task while it runs, what is queued, and to what it cannot read. */
interface Dialect {
  app: object;
  task: Record<string, unknown>;
  queueItem: object;
  refusal: { status: number; body: object };
}

const counted = { tasksStaged: 0, tasksRunning: 1, tasksHealthy: 0, tasksUnhealthy: 0, deployments: [] };
const shared = {
  ...{ id: '/x', cmd: 'sh', cpus: 0.5, mem: 32, disk: 0, gpus: 0, instances: 1, executor: '', env },
  ...{ backoffSeconds: 1, backoffFactor: 1.5, maxLaunchDelaySeconds: 60, upgradeStrategy: neverTwo },
  ...{ killSelection: 'YOUNGEST_FIRST', requirePorts: false, labels: {}, version, versionInfo, ...counted },
};

const nothingGiven = {
  args: null,
  user: null,
  acceptedResourceRoles: null,
  ipAddress: null,
  residency: null,
};
const nothingIn14 = {
  ...{ ...nothingGiven, taskKillGracePeriodSeconds: null, constraints: [], storeUrls: [], dependencies: [] },
  ...{ uris: [], fetch: [], healthChecks: [], readinessChecks: [], secrets: {} },
};
const docker = {
  image: 'debian',
  network: 'BRIDGE',
  privileged: false,
  parameters: [],
  forcePullImage: false,
};
const refusedFields = {
  message: 'Invalid JSON',
  details: [{ path: '/mem', errors: ['error.expected.jsnumber'] }],
};
const offersSummary = {
  ...{ processedOffersCount: 3, unusedOffersCount: 3, lastUnusedOfferAt: version, lastUsedOfferAt: null },
  rejectSummaryLaunchAttempt: [],
  rejectSummaryLastOffers: [
    { reason: 'UnfulfilledRole', declined: 0, processed: 3 },
    { reason: 'InsufficientCpus', declined: 2, processed: 3 },
    { reason: 'InsufficientMemory', declined: 1, processed: 1 },
  ],
};
const range = { name: 'ports', role: '*', ranges: [{ begin: 31_000, end: 32_000 }] };
const offerOf = (id: string, ...cpus: number[]) => ({
  offer: {
    ...{ id, agentId: id, hostname: id, attributes: [] },
    resources: [...cpus.map((scalar) => ({ name: 'cpus', role: '*', scalar })), range],
  },
  reason: ['InsufficientCpus'],
  timestamp: version,
});
const queued = {
  ...{ count: 1, delay: { timeLeftSeconds: 0, overdue: true }, since: version },
  processedOffersSummary: offersSummary,
  lastUnusedOffers: [offerOf('one', 0.25), offerOf('two', 0.125, 0.25)],
};

const dialects: Record<string, Dialect> = {
  '1.4': {
    app: {
      ...{ ...shared, ...nothingIn14, lastTaskFailure: null },
      container: {
        type: 'DOCKER',
        volumes: [],
        docker: { ...docker, portMappings: [{ containerPort: 80 }] },
      },
      ...{ ports: [10_000], portDefinitions: [{ port: 10_000, protocol: 'tcp', name: null, labels: {} }] },
    },
    task: {
      ...{ id: 'x.2f6f2b1e-3b0c-11ee-be56-0242ac120002', slaveId: 'one', host: 'one', state: 'TASK_RUNNING' },
      ...{ appId: '/x', startedAt, stagedAt: version, version, ports: [31_000], servicePorts: [10_000] },
      ...{ ipAddresses: [], healthCheckResults: null },
    },
    queueItem: { ...queued, app: { ...shared, ...nothingIn14 } },
    refusal: { status: 400, body: refusedFields },
  },
  '1.5 to 1.8': {
    app: {
      ...{ ...shared, networks: [{ mode: 'container/bridge' }] },
      container: { type: 'DOCKER', volumes: [], docker: { image: 'debian' }, portMappings: [] },
      ...{ version: '2026-01-01T00:00:00Z', unreachableStrategy: 'disabled' },
    },
    task: {
      ...{ id: 'x.instance-2f6f2b1e-3b0c-11ee-be56-0242ac120002._app.1', slaveId: 'one', host: 'one' },
      ...{ appId: '/x', state: 'TASK_RUNNING', startedAt, stagedAt: version, version, ports: [31_000] },
      ...{ region: 'r', zone: 'z' },
    },
    queueItem: { ...queued, app: shared },
    refusal: { status: 422, body: refusedFields },
  },
  '1.9 and later': {
    app: {
      ...{ ...shared, role: 'pacer', networks: [{ mode: 'host' }] },
      container: { type: 'MESOS', docker: { image: 'debian' }, linuxInfo: {} },
      ...{ resourceLimits: { cpus: 'unlimited', mem: 64 }, tty: false, executorResources: { cpus: 0.1 } },
    },
    task: {
      ...{ id: 'x.instance-2f6f2b1e-3b0c-11ee-be56-0242ac120002._app.2', slaveId: 'one', host: 'one' },
      ...{ appId: '/x', state: 'TASK_RUNNING', startedAt, stagedAt: version, version, role: 'pacer' },
      checkResult: { http: { statusCode: 200 } },
    },
    queueItem: { ...queued, role: 'pacer', app: { ...shared, role: 'pacer' } },
    refusal: { status: 422, body: refusedFields },
  },
};

interface Shown {
  app?: object;
  tasks: object[];
  queue?: object[];
}

/** A framework on a server that shows this, and refuses whatever it is sent. */
async function serving(t: TestContext, dialect: Dialect, { app = {}, tasks, queue = [] }: Shown) {
  const answers: Record<string, object> = {
    '/v2/apps/x': { app: { ...dialect.app, ...app, tasks } },
    '/v2/queue?embed=lastUnusedOffers': { queue },
  };
  const server = createServer(({ url = '' }, response) => {
    const known = answers[url];
    response.writeHead(known ? 200 : dialect.refusal.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ?? dialect.refusal.body));
  });
  const { url, close } = await listen(server);
  t.after(close);
  const credentials = async () => ({ url, user: '', password: '' });
  const client = marathonClient({ credentials, httpFor: () => http({ timeoutMs: 1_000 }) });
  return marathonFramework({ client, callbackToken: async () => 'token' });
}

async function seenOf(t: TestContext, dialect: Dialect, shown: Shown): Promise<SeenApp> {
  const seen = await (await serving(t, dialect, shown)).observe(spec);
  assert.ok(seen.known && seen.found && 'app' in seen);
  return seen;
}

const pod = { ...queued, pod: { id: '/pod', containers: [] } };
const other = { ...queued, app: { ...shared, id: '/x/y' } };

for (const [name, dialect] of Object.entries(dialects)) {
  describe(`of Marathon ${name}`, () => {
    test('a running app is understood', async (t) => {
      const { app, ...seen } = await seenOf(t, dialect, { tasks: [dialect.task] });
      assert.deepEqual(seen, { known: true, found: true, ours: true, cpus: 0.5, run: 'running' });
      assert.deepEqual(app, {
        ...{ instances: 1, isChanging: false, taskId: dialect.task.id, startSeconds: 4.5 },
        ...{ failure: null, waitsFor: null },
      });
    });

    test('a task that is staging, or being killed, is not yet running or no longer', async (t) => {
      for (const change of [
        { state: 'TASK_STAGING', startedAt: null },
        { state: 'TASK_STARTING', startedAt: undefined },
        { state: 'TASK_KILLING' },
      ]) {
        const deployments = [{ id: 'd' }];
        const tasks = [{ ...dialect.task, ...change }];
        const { run, app } = await seenOf(t, dialect, { app: { deployments }, tasks });
        assert.deepEqual([run, app.isChanging, app.taskId, app.startSeconds], ['queued', true, null, null]);
      }
    });

    test('a task of an earlier version says nothing of how long a start takes', async (t) => {
      const tasks = [{ ...dialect.task, version: '2025-12-31T23:59:59.000Z' }];
      const { app } = await seenOf(t, dialect, { tasks });
      assert.deepEqual([app.taskId, app.startSeconds], [dialect.task.id, null]);
    });

    test('what the queue says is understood, among pods and other apps', async (t) => {
      const { run, app } = await seenOf(t, dialect, { tasks: [], queue: [pod, other, dialect.queueItem] });
      const waitsFor = { reason: 'InsufficientCpus', offeredCpus: 0.375 };
      assert.deepEqual([run, app.waitsFor], ['queued', waitsFor]);
    });

    test('a queue that tells no reasons, or only a delay, is understood', async (t) => {
      const delayed = { ...dialect.queueItem, delay: { timeLeftSeconds: 9, overdue: false } };
      const silent = { ...dialect.queueItem, processedOffersSummary: undefined, lastUnusedOffers: undefined };
      const waitsFor = async (item: object) =>
        (await seenOf(t, dialect, { tasks: [], queue: [item] })).app.waitsFor;
      assert.deepEqual(await waitsFor(delayed), null);
      assert.deepEqual(await waitsFor(silent), { reason: null, offeredCpus: null });
    });

    test('what lacks cpus had the role and what the constraints want', async (t) => {
      const rejectSummaryLastOffers = [
        { reason: 'UnfulfilledConstraint', declined: 9, processed: 10 },
        { reason: 'InsufficientCpus', declined: 1, processed: 1 },
      ];
      const item = { ...dialect.queueItem, processedOffersSummary: { rejectSummaryLastOffers } };
      const { app } = await seenOf(t, dialect, { tasks: [], queue: [{ app: { id: 7 } }, item] });
      assert.equal(app.waitsFor?.reason, 'InsufficientCpus');
    });

    test('a crash is told with what was said of it, or else with its state', async (t) => {
      const crash = { taskId: 'x.1', state: 'TASK_FAILED', appId: '/x', host: 'one', timestamp: version };
      const failureOf = async (message: string | null) => {
        const lastTaskFailure = { ...crash, message, version, slaveId: null };
        return (await seenOf(t, dialect, { app: { lastTaskFailure }, tasks: [] })).app.failure;
      };
      assert.deepEqual(await failureOf('Exit 3'), { taskId: 'x.1', message: 'Exit 3', isOld: false });
      const earlier = { ...crash, message: 'Exit 3', version: '2025-01-01T00:00:00.000Z' };
      const { app } = await seenOf(t, dialect, { app: { lastTaskFailure: earlier }, tasks: [] });
      assert.equal(app.failure?.isOld, true);
      const token = 'a'.repeat(43);
      const long = `PACER_TOKEN=${token} ${'x '.repeat(400)}`;
      const shown = (await failureOf(long))?.message ?? '';
      assert.ok(shown.startsWith('PACER_TOKEN=[…] x x') && shown.length <= 300);
      for (const nothing of ['', null]) {
        assert.deepEqual(await failureOf(nothing), { taskId: 'x.1', message: 'TASK_FAILED', isOld: false });
      }
    });

    test('an app with other variables is not ours', async (t) => {
      for (const others of [{}, null, { PACER_JOB_ID: { secret: 'x' } }]) {
        assert.equal((await seenOf(t, dialect, { app: { env: others }, tasks: [] })).ours, false);
      }
    });

    test('a definition that it cannot read is refused', async (t) => {
      const framework = await serving(t, dialect, { tasks: [] });
      await assert.rejects(framework.submit(spec, 1), (error) => {
        assert.ok(error instanceof RefusedDefinitionError);
        const message = 'Marathon refused the app: Invalid JSON; /mem: error.expected.jsnumber';
        assert.equal(error.message, message);
        return true;
      });
    });
  });
}
