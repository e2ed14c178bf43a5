import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, recordedApp, recordedTask } from '../../../test/rigs/marathon-1.8.ts';
import { spec } from '../../../test/rigs/marathon-dialects.ts';
import { stubbed } from '../../../test/rigs/marathon-stub.ts';

test('a task is killed only while Marathon shows it running: the call goes by its instance, and would kill the next one', async (t) => {
  const running = recordedTask('TASK_RUNNING', { id: 'x.instance-1._app.2', startedAt: at(2) });
  const dead = recordedTask('TASK_FAILED', { id: 'x.instance-1._app.1' });
  const { framework, calls } = await stubbed(t, () => ({
    status: 200,
    body: { app: recordedApp({ tasks: [dead, running] }) },
  }));
  const kills = () => calls.flatMap(({ method, path }) => (method === 'DELETE' ? [path] : []));
  for (const gone of ['x.instance-1._app.1', 'x.instance-0._app.1']) await framework.kill(spec, gone);
  assert.deepEqual(kills(), []);
  await framework.kill(spec, 'x.instance-1._app.2');
  assert.deepEqual(kills(), ['/v2/apps/x/tasks/x.instance-1._app.2']);
});
