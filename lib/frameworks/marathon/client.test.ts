import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordedApp } from '../../../test/rigs/marathon-1.8.ts';
import { canned, clientOf, rig } from '../../../test/rigs/marathon-client.ts';
import { killThenStart, sleeps, until } from '../../../test/rigs/marathon-simulator.ts';
import { stubbed } from '../../../test/rigs/marathon-stub.ts';
import { AppExistsError, AppLockedError, InvalidAppError } from './errors.ts';

/** An app that waits for more cpus than there are, so that its deployment holds it. */
const tooBig = { ...sleeps, ...killThenStart, id: '/x', cpus: 9 };

test('an app is created, read back with its task, changed and deleted', async () => {
  const client = clientOf();
  await client.sendJob({ ...sleeps, ...killThenStart, id: '/group/x.1' });
  await rig.settled();
  const app = await client.getInfo('/group/x.1');
  assert.deepEqual([app?.cpus, app?.instances, app?.deployments, app?.mem], [1, 1, [], 32]);
  assert.deepEqual(await client.getTasks('/group/x.1'), app?.tasks);
  assert.deepEqual([app?.tasks?.[0]?.state, app?.tasks?.[0]?.version], ['TASK_RUNNING', app?.version]);
  await client.updateJob('/group/x.1', { cpus: 0.5 }, { force: false });
  assert.equal((await client.getInfo('/group/x.1'))?.cpus, 0.5);
  await client.deleteJob('/group/x.1');
  assert.equal(await client.getInfo('/group/x.1'), null);
});

test('an app that is not there is null; any other 404 is an error', async () => {
  const client = clientOf();
  assert.equal(await client.getInfo('/nobody'), null);
  const others = ["App '/y'", "Group '/x'", "Path '/v2/apps'"].map(
    (what) => `{"message":"${what} does not exist"}`,
  );
  for (const body of ['{"message":"URI not found: /v2/apps/x"}', '<h1>Not Found</h1>', '', ...others]) {
    rig.marathon.faults.http = () => ({ status: 404, body });
    await assert.rejects(client.getInfo('/x'), { name: 'UpstreamError', status: 404 });
    await assert.rejects(client.deleteJob('/x'), { name: 'UpstreamError', status: 404 });
  }
});

test('that an app exists is told from that it is locked', async () => {
  const client = clientOf();
  await client.sendJob(tooBig);
  await assert.rejects(client.sendJob(tooBig), (error) => error instanceof AppExistsError);
  const [deployment] = await client.getDeployments();
  assert.deepEqual(deployment?.affectedApps, ['/x']);
  await assert.rejects(client.updateJob('/x', { cpus: 1 }, { force: false }), (error) => {
    assert.ok(error instanceof AppLockedError);
    assert.deepEqual([error.status, error.deployments], [409, [deployment?.id]]);
    return true;
  });
  assert.equal((await client.getInfo('/x'))?.cpus, 9);
});

test('by force a change takes the place of the deployment that holds the app', async () => {
  const client = clientOf();
  await client.sendJob(tooBig);
  await client.updateJob('/x', { cpus: 1 }, { force: true });
  await rig.settled();
  assert.equal((await rig.app('/x')).tasksRunning, 1);
});

test('while an app is being deleted, one of its name is locked out', async () => {
  const client = clientOf();
  const stubborn = 'trap "" TERM; echo ready; while :; do sleep 0.02; done';
  await client.sendJob({ ...tooBig, cpus: 1, cmd: stubborn, taskKillGracePeriodSeconds: 60 });
  await until(() => rig.output('/x') === 'ready\n');
  await client.deleteJob('/x');
  assert.equal(await client.getInfo('/x'), null);
  await assert.rejects(client.sendJob(tooBig), (error) => error instanceof AppLockedError);
});

test('an app that is not valid is refused with what is wrong, whichever status says so', async () => {
  const problemsOf = async (app: object) => {
    const error: unknown = await clientOf()
      .sendJob({ id: '/x', ...app })
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof InvalidAppError);
    return [error.status, error.excerpt, error.problems];
  };
  const noCommand = "/: AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.";
  assert.deepEqual(await problemsOf({}), [422, 'Object is not valid', [noCommand]]);
  const wrong = ['/cpus: error.expected.jsnumber', '/mem: error.min'];
  const app = { ...sleeps, cpus: '1', mem: -1 };
  assert.deepEqual(await problemsOf(app), [422, 'Invalid JSON', wrong]);
  const details = [{ path: '/cpus', errors: ['error.expected.jsnumber'] }];
  const body = JSON.stringify({ message: 'Invalid JSON', details });
  rig.marathon.faults.http = () => ({ status: 400, body });
  assert.deepEqual(await problemsOf(app), [400, 'Invalid JSON', wrong.slice(0, 1)]);
  rig.marathon.faults.http = () => ({
    status: 400,
    body: '{"message":"Invalid JSON","details":"at line 1"}',
  });
  assert.deepEqual(await problemsOf(app), [400, 'Invalid JSON', []]);
});

test('what is repeated, or meant for an app that is gone, changes nothing', async () => {
  const client = clientOf();
  await rig.create({ id: '/x' });
  await client.deleteJob('/x');
  await client.deleteJob('/x');
  await client.killTask('/x', 'x.instance-1._app.1');
  await client.updateJob('/x', { cpus: 2 }, { force: true });
  await rig.create({ id: '/y' });
  const unknown = { status: 404, body: `{"message":"App '/y' does not exist"}` };
  rig.marathon.faults.http = ({ method }) => (method === 'PATCH' ? unknown : undefined);
  await client.updateJob('/y', { cpus: 2 }, { force: false });
  rig.marathon.faults.http = undefined;
  assert.deepEqual([await client.getInfo('/x'), (await rig.app('/y')).cpus], [null, 1]);
});

test('an app that goes between the look and the change is no invalid app, whatever Marathon makes of the change', async (t) => {
  const details = [{ path: '/', errors: ["AppDefinition must either contain one of 'cmd' or 'args'"] }];
  const body = { message: 'Object is not valid', details };
  let isThere = true;
  const { client, calls } = await stubbed(t, ({ method }) => {
    if (method === 'PATCH') isThere = goes ? false : isThere;
    else if (isThere) return { status: 200, body: { app: recordedApp() } };
    return method === 'PATCH' ? { status: 422, body } : gone;
  });
  const gone = { status: 404, body: { message: "App '/x' does not exist" } };
  let goes = false;
  const change = () => client.updateJob('/x', { cpus: 2 }, { force: false });
  await assert.rejects(change(), (error) => error instanceof InvalidAppError);
  goes = true;
  await change();
  assert.deepEqual(
    calls.map(({ method }) => method),
    ['GET', 'PATCH', 'GET', 'GET', 'PATCH', 'GET'],
  );
});

test('a task of an app is killed, and another comes; to kill one that never was changes nothing', async () => {
  await rig.create({ id: '/x', ...killThenStart });
  const [before] = await clientOf().getTasks('/x');
  const taskId = before?.id ?? '';
  await clientOf().killTask('/x', taskId);
  await until(() => rig.marathon.observed.launches('/x') === 2);
  const [after] = await clientOf().getTasks('/x');
  assert.notEqual(after?.id, taskId);
  await clientOf().killTask('/x', 'x.instance-2f6f2b1e-3b0c-11ee-be56-0242ac120002._app.1');
  // It may have begun to run meanwhile.
  assert.deepEqual(
    (await clientOf().getTasks('/x')).map(({ id }) => id),
    [after?.id],
  );
});

test('a limit never lies below the cpus', async (t) => {
  const app = { id: '/x', cpus: 1, instances: 1, version: '2026-01-01T00:00:00Z' };
  const resourceLimits = { cpus: 1.5, mem: 64 };
  const body = JSON.stringify({ app: { ...app, resourceLimits } });
  const { url, asked } = await canned(t, (method) => ({ status: 200, body: method === 'GET' ? body : '' }));
  await clientOf({ url }).updateJob('/x', { cpus: 1.2 }, { force: false });
  await clientOf({ url }).updateJob('/x', { cpus: 2 }, { force: false });
  const changes = asked.filter(({ method }) => method === 'PATCH').map((call) => JSON.parse(call.body));
  assert.deepEqual(changes, [
    { cpus: 1.2, resourceLimits },
    { cpus: 2, resourceLimits: { cpus: 2, mem: 64 } },
  ]);
});

test('a proxy that answers 400 in its own words has not refused the app', async () => {
  rig.marathon.faults.http = () => ({ status: 400, body: '<h1>Bad Request</h1>' });
  await assert.rejects(clientOf().sendJob({ ...sleeps, id: '/x' }), (error: Error) => {
    assert.ok(!(error instanceof InvalidAppError));
    return error.name === 'UpstreamError';
  });
});

test('a change sends again what it would otherwise undo, and puts up with an answer of nothing', async (t) => {
  const limits = { resourceLimits: { cpus: 'unlimited' }, executorResources: { cpus: 0.1 } };
  const app = { id: '/x', cpus: 1, instances: 1, version: '2026-01-01T00:00:00Z', mem: 32, ...limits };
  const body = JSON.stringify({ app });
  const { url, asked } = await canned(t, (method) => ({ status: 200, body: method === 'GET' ? body : '' }));
  const client = clientOf({ url });
  await client.updateJob('/x', { cpus: 2 }, { force: true });
  await client.deleteJob('/x');
  await client.killTask('/x', 'x.1');
  await client.sendJob({ ...sleeps, id: '/x' });
  const [, change] = asked;
  assert.deepEqual(JSON.parse(change?.body ?? ''), { cpus: 2, ...limits });
  assert.deepEqual(
    asked.map((call) => `${call.method} ${call.url}`),
    [
      'GET /v2/apps/x',
      'PATCH /v2/apps/x?force=true',
      'DELETE /v2/apps/x?force=true',
      'DELETE /v2/apps/x/tasks/x.1',
      'POST /v2/apps',
    ],
  );
});

test('the queue shows what an app waits for and what was offered instead', async () => {
  const client = clientOf();
  await rig.create({ id: '/y', cpus: 0.5 });
  assert.equal(await client.getQueueItem('/x'), null);
  await client.sendJob(tooBig);
  await client.sendJob({ ...tooBig, id: '/xy', cpus: 8 });
  const item = async () => client.getQueueItem('/x');
  await until(async () => ((await item())?.lastUnusedOffers ?? []).length === 2);
  const { count, delay, processedOffersSummary, lastUnusedOffers } = (await item()) ?? {};
  assert.deepEqual([count, delay], [1, { overdue: true }]);
  const lacking = processedOffersSummary?.rejectSummaryLastOffers?.filter(({ declined }) => declined > 0);
  assert.deepEqual(lacking, [{ reason: 'InsufficientCpus', declined: 2 }]);
  const cpus = lastUnusedOffers?.flatMap(({ offer }) =>
    offer.resources.flatMap(({ name, scalar }) => (name === 'cpus' ? [scalar] : [])),
  );
  assert.deepEqual(cpus, [1.5, 2]);
});
