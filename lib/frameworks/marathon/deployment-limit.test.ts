import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spec as specOfX } from '../../../test/rigs/marathon-dialects.ts';
import { type LimitedApp, limited } from '../../../test/rigs/marathon-limit.ts';
import { DeploymentLimitError } from './errors.ts';

const specOf = (name: string) => ({ ...specOfX, name, jobId: `job-${name}` });
const pacers = (id: string, state: LimitedApp['state']): LimitedApp => ({
  id,
  state,
  jobId: `job-${id}`,
  cpus: 4,
});
const others = (id: string): LimitedApp => ({ ...pacers(id, 'waits'), jobId: null });

const sentence =
  'Marathon refuses every change, because 2 deployments run, which is its limit. Delete those that wait in vain (DELETE /v2/deployments/ID?force=true), or raise --max_running_deployments; Pacer retries every minute.';
const isAtLimit = (error: unknown) => {
  assert.ok(error instanceof DeploymentLimitError);
  assert.deepEqual([error.status, error.message], [403, sentence]);
  return true;
};

test('an app that waits is given fewer cpus in place of its own deployment', async (t) => {
  const apps = [pacers('/mine', 'waits'), pacers('/other', 'waits')];
  const { framework, app, ended } = await limited(t, { limit: 2, apps });
  await framework.resize(specOf('/mine'), 1, { force: true });
  assert.deepEqual([app('/mine')?.cpus, ended], [1, ['of-mine']]);
});

test('an app that waits, or is staged, is removed in place of its own deployment', async (t) => {
  for (const state of ['waits', 'staged'] as const) {
    const apps = [others('/other'), pacers('/mine', state)];
    const { framework, app, ended } = await limited(t, { limit: 2, apps });
    await framework.remove(specOf('/mine'));
    assert.deepEqual([app('/mine'), ended], [undefined, ['of-mine']]);
  }
});

test('twenty that wait are all given fewer cpus, and all removed', async (t) => {
  const ids = Array.from({ length: 20 }, (_, i) => `/n${i}`);
  const apps = ids.map((id) => pacers(id, 'waits'));
  const { framework, app } = await limited(t, { limit: 20, apps });
  for (const id of ids) await framework.resize(specOf(id), 1, { force: true });
  assert.deepEqual(new Set(ids.map((id) => app(id)?.cpus)), new Set([1]));
  for (const id of ids) await framework.remove(specOf(id));
  assert.deepEqual(
    ids.filter((id) => app(id)),
    [],
  );
});

test('an app that runs gives cpus back, or is removed, in place of a deployment of Pacer’s that only waits', async (t) => {
  const apps = [pacers('/mine', 'running'), others('/other'), pacers('/waiting', 'waits')];
  const lowered = await limited(t, { limit: 2, apps });
  await lowered.framework.resize(specOf('/mine'), 1, { force: false });
  assert.deepEqual([lowered.app('/mine')?.cpus, lowered.ended], [1, ['of-waiting']]);
  const removed = await limited(t, { limit: 2, apps });
  await removed.framework.remove(specOf('/mine'));
  assert.deepEqual([removed.app('/mine'), removed.ended], [undefined, ['of-waiting']]);
});

test('no deployment of others is ended, and none that an agent works for: a sentence says what to do', async (t) => {
  const apps = [pacers('/mine', 'running'), others('/other'), pacers('/staged', 'staged')];
  const { framework, ended } = await limited(t, { limit: 2, apps });
  await assert.rejects(framework.resize(specOf('/mine'), 1, { force: false }), isAtLimit);
  await assert.rejects(framework.remove(specOf('/mine')), isAtLimit);
  assert.deepEqual(ended, []);
});

test('more cpus, and another app, are not worth the end of a deployment', async (t) => {
  const apps = [pacers('/mine', 'running'), pacers('/one', 'waits'), pacers('/two', 'waits')];
  const { framework, ended } = await limited(t, { limit: 2, apps });
  await assert.rejects(framework.resize(specOf('/mine'), 8, { force: false }), isAtLimit);
  await assert.rejects(framework.submit(specOf('/new'), 1), isAtLimit);
  assert.deepEqual(ended, []);
});

test('a place that somebody else takes at once is made again, a few times', async (t) => {
  const apps = [
    pacers('/mine', 'running'),
    ...['/a', '/b', '/c', '/d', '/e'].map((id) => pacers(id, 'waits')),
  ];
  const { framework, ended } = await limited(t, { limit: 2, apps });
  await assert.rejects(framework.remove(specOf('/mine')), isAtLimit);
  assert.deepEqual(ended, ['of-a', 'of-b', 'of-c']);
});
