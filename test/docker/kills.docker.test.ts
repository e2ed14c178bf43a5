import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  wrappedCommand,
  wrappedEnvironment,
  wrappedLoop,
} from '../../lib/frameworks/wrapper/wrapped-command.ts';
import { startAgents, task, written } from './agents.ts';
import { skip } from './real-engine.ts';

describe('a kill of a task in a container', { concurrency: 2, timeout: 180_000, skip }, () => {
  test('asks a task to end, and kills it when the grace period is over', async (t) => {
    const agents = await startAgents(t);
    const graceful = task('a', 'trap "echo bye; exit 7" TERM; echo ready; while :; do sleep 0.1; done');
    const sandbox = agents.cluster.launch(graceful)?.sandbox ?? '';
    await agents.running('a');
    await written(sandbox, 'ready');
    agents.cluster.kill('a', 60_000);
    assert.deepEqual(
      [(await agents.ended('a')).state, readFileSync(join(sandbox, 'stdout'), 'utf8')],
      ['TASK_KILLED', 'ready\nbye\n'],
    );
    const deaf =
      agents.cluster.launch(task('b', 'trap "" TERM; echo ready; while :; do sleep 1; done'))?.sandbox ?? '';
    await agents.running('b');
    await written(deaf, 'ready');
    agents.cluster.kill('b', 900);
    const { state, message } = await agents.ended('b');
    assert.deepEqual([state, message], ['TASK_KILLED', 'Container exited with status 137']);
  });

  for (const shell of ['sh', 'dash']) {
    for (const [what, wrapper] of [
      ['command', wrappedCommand],
      ['loop', wrappedLoop],
    ] as const) {
      test(`the wrapped ${what} passes TERM on as the first process of its container, in ${shell}`, async (t) => {
        const agents = await startAgents(t);
        const command = 'trap "echo stopped; exit 3" TERM; echo "first $PPID"; while :; do sleep 0.1; done';
        const env = wrappedEnvironment({
          command,
          reportUrl: 'http://127.0.0.1:1/',
          token: 'token',
          jobId: '1',
          reportOutput: true,
        });
        const request = task('a', `/bin/${shell}`, { shell: false, arguments: ['-c', wrapper], env });
        const sandbox = agents.cluster.launch(request)?.sandbox ?? '';
        await agents.running('a');
        await written(sandbox, 'first');
        // Were it not passed on, the grace period would outlast the test.
        agents.cluster.kill('a', 600_000);
        const { state, message } = await agents.ended('a');
        assert.deepEqual([state, message], ['TASK_KILLED', 'Container exited with status 143']);
        assert.match(readFileSync(join(sandbox, 'stdout'), 'utf8'), /^first 1\nstopped\n/);
      });
    }
  }

  test('a task that is killed before or while it starts ends, and its container goes', async (t) => {
    const agents = await startAgents(t);
    for (const [index, waitMs] of [0, 50, 150, 400].entries()) {
      const id = `task-${index}`;
      agents.cluster.launch(task(id, 'exec sleep 600'));
      await delay(waitMs);
      agents.cluster.kill(id, 1000);
      assert.equal((await agents.ended(id)).state, 'TASK_KILLED');
    }
    agents.cluster.launch(task('struck', 'sleep 600'));
    agents.cluster.strike('struck', 'TASK_LOST');
    assert.equal((await agents.ended('struck')).state, 'TASK_LOST');
    await agents.cluster.close();
    assert.deepEqual(agents.containers(), []);
  });
});
