import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { TaskExit } from './task-process.ts';
import { taskStarter } from './task-starter.ts';

test('when the process dies that runs the tasks, they fail, and the next one runs', async (t) => {
  const sandbox = mkdtempSync(join(tmpdir(), 'task-starter-'));
  const starter = taskStarter();
  t.after(() => rmSync(sandbox, { recursive: true }));
  const exitOf = (script: string) =>
    new Promise<TaskExit>((ended) => {
      const argv = ['/bin/sh', '-c', script];
      starter.start({ argv, env: {}, sandbox, cpus: 1 }, { started: () => {}, ended });
    });

  const killed = exitOf('echo "$PPID"; sleep 60');
  const file = join(sandbox, 'stdout');
  while (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) await delay(10);
  process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
  assert.match((await killed).error?.message ?? '', /^The process that ran the command died/);
  assert.equal((await exitOf('exit 3')).code, 3);
});
