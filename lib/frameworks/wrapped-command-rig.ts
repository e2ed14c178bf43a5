import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, type TestContext } from 'node:test';
import { parseReport, type Report } from '../job/report.ts';
import { wrappedCommand, wrappedEnvironment } from './wrapped-command.ts';

export const token = 'secret_7fJ-Qz.91';
export const workspace = mkdtempSync(join(tmpdir(), 'wrapped-command-'));
after(() => rmSync(workspace, { recursive: true, force: true }));
export const newFolder = () => mkdtempSync(join(workspace, 'folder-'));
export const inParallel = { concurrency: 6 };

export type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;
export const accept: Answer = (_, response) => response.writeHead(202).end('{}');
export const answerStatuses =
  (...statuses: number[]): Answer =>
  (_, response, nth) =>
    response.writeHead(statuses[nth - 1] ?? 200).end(`{"message":"answer\n${nth}","echo":"${token}"}`);

/** Takes reports, which must be such as the API takes, until the test ends. */
export async function serve(t: TestContext, answer: Answer = accept) {
  const reports: Report[] = [];
  const server = createServer(async (request, response) => {
    const { authorization, 'content-type': type } = request.headers;
    assert.deepEqual([request.method, authorization, type], ['POST', `Bearer ${token}`, 'application/json']);
    reports.push(parseReport(JSON.parse(await text(request)), Date.now()));
    answer(request, response, reports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close().closeAllConnections());
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return { reportUrl: `http://127.0.0.1:${address.port}/jobs/1/iterations`, reports };
}

export const systemPath = process.env.PATH ?? '';
export const whereIs = (tool: string) =>
  systemPath
    .split(':')
    .map((folder) => join(folder, tool))
    .find((path) => existsSync(path));
export const missing = (tool: string) => (whereIs(tool) ? false : `${tool} is not installed`);

export type Shell = { name: string; argv: string[]; skip: string | false };
export const shellNamed = (name: string): Shell => {
  const [tool = '', ...applet] = name.split(' ');
  return { name, argv: [whereIs(tool) ?? tool, ...applet], skip: missing(tool) };
};
export const sh = shellNamed('sh');
export const shells = [sh, ...['dash', 'bash', 'busybox sh'].map(shellNamed)];

/** A folder for PATH in which `sh` is the given shell, and there is little else but the given tools. */
export function binFolder(shell: Shell, tools: Record<string, string> = {}): string {
  const folder = newFolder();
  const basics = { date: 'date', hostname: 'hostname', sleep: 'sleep', rm: 'rm' };
  for (const [name, target] of Object.entries({ sh: shell.argv[0] ?? 'sh', ...basics, ...tools })) {
    symlinkSync(whereIs(target) ?? target, join(folder, name));
  }
  return folder;
}

export type Launch = { env: Record<string, string>; onStdout?: ((kill: () => void) => void) | undefined };

export async function launch([file = '', ...args]: string[], { env, onStdout }: Launch) {
  const child = spawn(file, args, { cwd: newFolder(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => onStdout?.(() => child.kill('SIGTERM')));
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

export type Wrapped = Partial<Launch> & {
  command: string;
  reportUrl: string;
  shell?: Shell;
  path?: string;
  wrapper?: string;
};

/** Runs the wrapped command as Mesos would. Its output must not show the token, whatever happens. */
export async function runWrapped({
  command,
  reportUrl,
  shell = sh,
  wrapper = wrappedCommand,
  ...rest
}: Wrapped) {
  const settings = wrappedEnvironment({ command, reportUrl, token, cpus: 0.5, jobId: '1' });
  const path = rest.path ?? `${binFolder(shell)}:${systemPath}`;
  const env = { PATH: path, HOST: 'agent-1', MESOS_TASK_ID: randomUUID(), ...settings, ...rest.env };
  const ran = await launch([...shell.argv, '-c', wrapper], { env, onStdout: rest.onStdout });
  assert.ok(!`${ran.stdout}${ran.stderr}`.includes(token), ran.stderr);
  return { ...ran, run: env.MESOS_TASK_ID };
}
