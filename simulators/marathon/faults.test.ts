import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

const failure = async () => Object((await rig.app('/x')).lastTaskFailure).message;
const command = { cmd: 'echo "ran $GREETING"; sleep 0.05' };

test('the next tasks of an app can end wrongly, before their command or after it', async () => {
  rig.marathon.faults.forNextTasks('x', { exitBefore: 7 });
  rig.marathon.faults.forNextTasks('/x', { exitAfter: 8 });
  await rig.create({ id: '/x', ...command, backoffSeconds: 60 });
  await until(async () => (await failure()) === 'Command exited with status 7');
  await rig.call('DELETE', '/v2/queue/x/delay');
  await until(async () => (await failure()) === 'Command exited with status 8');
  assert.equal(rig.marathon.observed.launches('x'), 2);
});

test('a task can hang with other variables, and another be lost', async () => {
  rig.marathon.faults.forNextTasks('/x', { hang: 'after', delayMs: 20, env: { GREETING: 'hello' } });
  rig.marathon.faults.forNextTasks('/x', { hang: 'before', strike: { afterMs: 20, as: 'TASK_LOST' } });
  await rig.create({ id: '/x', ...command });
  await until(() => rig.output('/x') === 'ran hello\n');
  await rig.call('DELETE', '/v2/apps/x/tasks');
  await until(async () => (await failure()) === 'Agent removed');
});

test('a request can be refused, cut off before or after it has worked, held up, or never answered', async () => {
  const { faults, observed } = rig.marathon;
  await rig.create({ id: '/x' });
  faults.http = ({ method, path }) =>
    method === 'GET' && path === '/v2/queue' ? { status: 503 } : undefined;
  assert.equal((await rig.call('GET', '/v2/queue?embed=lastUnusedOffers')).status, 503);
  faults.http = () => 'reset';
  await assert.rejects(rig.call('DELETE', '/v2/apps/x'), TypeError);
  faults.http = () => ({ delayMs: 20 });
  assert.equal((await rig.call('GET', '/v2/apps/x')).status, 200);
  faults.http = () => 'lose-reply';
  await assert.rejects(rig.call('DELETE', '/v2/apps/x'), TypeError);
  faults.http = undefined;
  assert.equal((await rig.call('GET', '/v2/apps/x')).status, 404);
  faults.http = () => 'hang';
  const address = `${rig.marathon.url}/ping`;
  await assert.rejects(fetch(address, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
  const { 'DELETE /v2/apps/{id}': deleted, 'GET /v2/apps/{id}': read } = observed.requests();
  assert.deepEqual([deleted, read], [1, 2]);
});
