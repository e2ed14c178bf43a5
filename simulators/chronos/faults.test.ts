import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type TestRig, testRig, until } from '../../test/rigs/chronos-simulator.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig('3.0.2');
  await rig.create({ name: 'j', command: 'echo "ran $GREETING"; sleep 0.1', retries: 0 });
});
afterEach(() => rig.close());

const force = () => rig.call('PUT', 'job/j');
const counted = (field: 'successCount' | 'errorCount', count: number) =>
  until(async () => (await rig.job('j'))[field] === count);

test('a task can fail before its command or after it, for as many runs as told', async () => {
  rig.chronos.faults.forNextTasks('j', { exitBefore: 9 }, 2);
  rig.chronos.faults.forNextTasks('j', { exitAfter: 9 });
  for (const count of [1, 2, 3]) {
    await force();
    await counted('errorCount', count);
  }
  await force();
  await counted('successCount', 1);
});

test('a task can hang after its command, with other variables, and be killed like any other', async () => {
  rig.chronos.faults.forNextTasks('j', { hang: 'after', delayMs: 20, env: { GREETING: 'hello' } });
  await force();
  await until(() => rig.output('j') === 'ran hello\n');
  await rig.call('DELETE', 'task/kill/j');
  await until(async () => (await rig.state('j')) === 'idle');
});

test('a task can hang before its command, and be lost', async () => {
  rig.chronos.faults.forNextTasks('j', { hang: 'before', strike: { afterMs: 30, as: 'TASK_LOST' } });
  await force();
  await counted('errorCount', 1);
  assert.equal(rig.chronos.observed.launches('j'), 1);
});

test('a task that does not fit yet keeps its fault for later', async () => {
  await rig.call('POST', 'iso8601', { ...(await rig.job('j')), uris: [], cpus: 3 });
  rig.chronos.faults.forNextTasks('j', { exitBefore: 1 });
  await force();
  await until(async () => (await rig.state('j')) === 'queued');
  await rig.call('POST', 'iso8601', { ...(await rig.job('j')), uris: [], cpus: 1 });
  await counted('errorCount', 1);
});

test('a request can be refused, cut off before or after it has worked, held up, or never answered', async () => {
  const { faults } = rig.chronos;
  const seen: string[] = [];
  faults.http = ({ method, path }) => {
    seen.push(`${method} ${path}`);
    return { status: 503, body: 'no', contentType: 'text/plain' };
  };
  const refused = await rig.call('GET', 'jobs?x=1');
  assert.deepEqual([refused.status, refused.body, seen], [503, 'no', ['GET /v1/scheduler/jobs']]);
  faults.http = () => 'reset';
  await assert.rejects(rig.call('DELETE', 'job/j'), TypeError);
  faults.http = () => ({ delayMs: 20 });
  assert.equal((await rig.call('GET', 'job/j')).status, 200);
  faults.http = () => 'lose-reply';
  await assert.rejects(rig.call('DELETE', 'job/j'), TypeError);
  faults.http = undefined;
  assert.equal((await rig.call('GET', 'job/j')).status, 400);
  faults.http = () => 'hang';
  const address = `${rig.chronos.url}/ping`;
  await assert.rejects(fetch(address, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
});
