import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  wrappedCommand,
  wrappedEnvironment,
  wrappedLoop,
} from '../../lib/frameworks/wrapper/wrapped-command.ts';
import { inputOfCommands, variablesOfCommands } from './bare-commands.ts';
import { newFolder, type Shell, systemPath } from './shells.ts';
import { exitCode, serve, token } from './wrapped-command.ts';
import { answer } from './wrapped-loop.ts';

const wrappers = { task: wrappedCommand, loop: wrappedLoop };

export interface Kind {
  kind: 'bare' | keyof typeof wrappers;
  shell: Shell;
  command: string;
}

/** What a command showed and how it ended, run in a session of its own as an agent does, bare or in a wrapper that reports it. */
export async function ranAs(t: TestContext, { kind, shell, command }: Kind) {
  const own = { PATH: systemPath, MESOS_TASK_ID: 'task', ...variablesOfCommands };
  if (kind === 'bare') return run([...shell.argv, '-c', command], own).ended;
  const { reportUrl, reports } = await serve(t, (_, response) => {
    answer('stop', response);
    if (kind === 'loop') task.kill();
  });
  const env = {
    ...own,
    PACER_CPUS: '0.5',
    ...wrappedEnvironment({ command, reportUrl, token, jobId: '1', reportOutput: true }),
  };
  const task = run([...shell.argv, '-c', wrappers[kind]], env);
  const { code, ...output } = await task.ended;
  return { ...output, code: kind === 'task' ? code : (reports[0]?.exitCode ?? null) };
}

function run([file = '', ...args]: string[], env: Record<string, string>) {
  const [folder, cwd] = [newFolder(), newFolder()];
  const path = (name: string) => join(folder, name);
  writeFileSync(path('input'), inputOfCommands);
  const files = [openSync(path('input'), 'r'), openSync(path('out'), 'a'), openSync(path('err'), 'a')];
  const child = spawn(file, args, { cwd, env, stdio: files, detached: true });
  for (const each of files) closeSync(each);
  const session = child.pid ?? Number.NaN;
  const written = (name: string) => readFileSync(path(name), 'latin1').replaceAll(cwd, '/cwd');
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(exitCode(code, signal)));
  }).then((code) => ({ code, stdout: written('out'), stderr: written('err') }));
  return { ended, kill: () => process.kill(-session, 'SIGKILL') };
}
