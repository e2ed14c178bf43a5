import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import {
  type Dialect,
  dialects,
  queued,
  shared,
  spec,
  version,
} from '../../../test/rigs/marathon-dialects.ts';
import { stubbed } from '../../../test/rigs/marathon-stub.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';
import type { SeenApp } from '../../ports/observation.ts';

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
  const { framework } = await stubbed(t, ({ path }) => {
    const known = answers[path];
    return known ? { status: 200, body: known } : dialect.refusal;
  });
  return framework;
}

async function seenOf(t: TestContext, dialect: Dialect, shown: Shown): Promise<SeenApp> {
  const seen = await (await serving(t, dialect, shown)).observe(spec);
  assert.ok(seen.known && seen.found && seen.kind === 'looping-app');
  return seen;
}

const shownVersion = ({ app }: Dialect) => ('version' in app ? app.version : version);
const pod = { ...queued, pod: { id: '/pod', containers: [] } };
const other = { ...queued, app: { ...shared, id: '/x/y' } };

for (const [name, dialect] of Object.entries(dialects)) {
  describe(`of Marathon ${name}`, () => {
    test('a running app is understood', async (t) => {
      const { app, ...seen } = await seenOf(t, dialect, { tasks: [dialect.task] });
      assert.deepEqual(seen, {
        kind: 'looping-app',
        known: true,
        found: true,
        ours: true,
        cpus: 0.5,
        run: 'running',
      });
      assert.deepEqual(app, {
        instances: 1,
        isChanging: false,
        taskId: dialect.task.id,
        isCurrent: true,
        start: { version: shownVersion(dialect), offerSeconds: 1.5, taskSeconds: 3 },
        stagedTask: null,
        isUnreachable: false,
        failure: null,
        waitsFor: null,
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
        assert.deepEqual([run, app.isChanging, app.taskId, app.start], ['queued', true, null, null]);
      }
    });

    test('a task of an earlier version says nothing of how long a start takes', async (t) => {
      const tasks = [{ ...dialect.task, version: '2025-12-31T23:59:59.000Z' }];
      const { app } = await seenOf(t, dialect, { tasks });
      assert.deepEqual([app.taskId, app.isCurrent, app.start], [dialect.task.id, false, null]);
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
      assert.ok(shown.startsWith('PACER_TOKEN=[secret] x x') && shown.length <= 300);
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
