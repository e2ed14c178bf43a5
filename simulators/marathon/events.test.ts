import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { killThenStart, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';

let rig: TestRig;
let seen: string[];
let stop: AbortController;

/** The names of all events, with the status that they tell. */
async function listen() {
  stop = new AbortController();
  const headers = { accept: 'text/event-stream' };
  const response = await fetch(`${rig.marathon.url}/v2/events`, { headers, signal: stop.signal });
  let text = '';
  const read = async () => {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const told = text.matchAll(/event: (\S+)\r\ndata: (.*)\r\n/g);
      seen = [...told].map(([, name = '', data = '{}']) => {
        const { taskStatus } = JSON.parse(data);
        return taskStatus === undefined ? name : `${name} ${taskStatus}`;
      });
    }
  };
  read().catch(() => {}); // the test is over
}

beforeEach(async () => {
  seen = [];
  rig = await testRig();
  await listen();
  await until(() => seen.includes('event_stream_attached'));
});
afterEach(async () => {
  stop.abort();
  await rig.close();
});

/** What was told since, up to the end of a deployment. */
async function told(action: () => Promise<unknown>): Promise<string[]> {
  const before = seen.length;
  await action();
  await until(() => seen.indexOf('deployment_success', before) >= 0);
  return seen.slice(before);
}

const instance = 'instance_changed_event';
const starts = [
  instance,
  instance,
  'status_update_event TASK_STARTING',
  instance,
  'status_update_event TASK_RUNNING',
  instance,
  'deployment_step_success',
  'deployment_success',
];

test('creating, resizing and deleting an app are told in the order of the real server', async () => {
  const app = { id: '/x', cmd: 'sleep 60', cpus: 1, mem: 32, ...killThenStart };
  assert.deepEqual(await told(() => rig.call('POST', '/v2/apps', app)), [
    'deployment_info',
    'deployment_step_success',
    'deployment_info',
    'group_change_success',
    'api_post_event',
    ...starts,
  ]);
  assert.deepEqual(await told(() => rig.call('PATCH', '/v2/apps/x', { cpus: 0.5 })), [
    'deployment_info',
    'group_change_success',
    'api_post_event',
    instance,
    'status_update_event TASK_KILLED',
    instance,
    ...starts,
  ]);
  assert.deepEqual(await told(() => rig.call('DELETE', '/v2/apps/x')), [
    'deployment_info',
    instance,
    'group_change_success',
    'app_terminated_event',
    'deployment_step_success',
    'status_update_event TASK_KILLED',
    instance,
    'deployment_success',
  ]);
});
