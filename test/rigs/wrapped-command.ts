import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, type TestContext } from 'node:test';
import {
  wrappedCommand,
  wrappedEnvironment,
  wrappedLoop,
} from '../../lib/frameworks/wrapper/wrapped-command.ts';
import { parseReport, question, type SentReport } from '../../lib/request/report-body.ts';

export const token = 'secret_7fJ-Qz.91';
export const workspace = mkdtempSync(join(tmpdir(), 'wrapped-command-'));
after(() => rmSync(workspace, { recursive: true, force: true }));
export const newFolder = () => mkdtempSync(join(workspace, 'folder-'));
export const inParallel = { concurrency: 6 };

export type Replier = (request: IncomingMessage, response: ServerResponse, nth: number) => void;
export const accept: Replier = (_, response) => response.writeHead(202).end('{}');
export const answerStatuses =
  (...statuses: number[]): Replier =>
  (_, response, nth) =>
    response.writeHead(statuses[nth - 1] ?? 200).end(`{"message":"answer\n${nth}","echo":"${token}"}`);

/** Says to a loop that asks that there is something to do. */
export const goOn: Replier = (_, response) =>
  response.writeHead(200).end(JSON.stringify({ status: 'asked', next: 'continue' }));

/** Takes reports and questions, which must be such as the API takes, until the test ends. */
export async function serve(t: TestContext, answer: Replier = accept, answerQuestion: Replier = goOn) {
  const reports: SentReport[] = [];
  let questions = 0;
  const server = createServer(async (request, response) => {
    const { authorization, 'content-type': type } = request.headers;
    assert.deepEqual([request.method, authorization, type], ['POST', `Bearer ${token}`, 'application/json']);
    const body: unknown = JSON.parse(await text(request));
    if (question.safeParse(body).success) return answerQuestion(request, response, ++questions);
    reports.push(parseReport(body, Date.now()));
    answer(request, response, reports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close().closeAllConnections());
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return { reportUrl: `http://127.0.0.1:${address.port}/jobs/1/iterations`, reports };
}

/** What of a report is the same however often it is sent. */
export function unchanging({ endedSecondsAgo, ...report }: SentReport) {
  assert.equal(typeof endedSecondsAgo, 'number');
  return report;
}

export const systemPath = process.env.PATH ?? '';
export const whereIs = (tool: string) =>
  systemPath
    .split(':')
    .map((folder) => join(folder, tool))
    .find((path) => existsSync(path));
export const missing = (tool: string) => (whereIs(tool) ? false : `${tool} is not installed`);

/** Some busyboxes are built to run their own applets in place of what is on PATH, where the tests put their stand-ins. */
function ignoresPath(argv: string[]): string | false {
  const folder = newFolder();
  writeFileSync(join(folder, 'date'), '#!/bin/sh\necho stand-in\n', { mode: 0o755 });
  const [file = '', ...args] = [...argv, '-c', 'date'];
  const { stdout } = spawnSync(file, args, { env: { PATH: folder }, encoding: 'utf8' });
  return stdout === 'stand-in\n'
    ? false
    : `${argv.join(' ')} runs tools of its own in place of those on PATH`;
}

export type Shell = { name: string; argv: string[]; skip: string | false };
export const shellNamed = (name: string): Shell => {
  const [tool = '', ...applet] = name.split(' ');
  const argv = [whereIs(tool) ?? tool, ...applet];
  return { name, argv, skip: missing(tool) || ignoresPath(argv) };
};
export const sh = shellNamed('sh');
export const shells = [sh, ...['dash', 'bash', 'busybox sh'].map(shellNamed)];

/** What may send reports, as tools of an image. */
export const clients = [
  { name: 'curl', tools: { curl: 'curl' }, skip: missing('curl') },
  { name: 'GNU wget', tools: { wget: 'wget' }, skip: missing('wget') },
  { name: 'busybox wget', tools: { wget: 'busybox' }, skip: missing('busybox') },
];

/** A folder for PATH in which `sh` is the given shell, and there is little else but the given tools. */
export function binFolder(shell: Shell, tools: Record<string, string> = {}): string {
  const folder = newFolder();
  const basics = { date: 'date', hostname: 'hostname', sleep: 'sleep', rm: 'rm' };
  for (const [name, target] of Object.entries({ sh: shell.argv[0] ?? 'sh', ...basics, ...tools })) {
    symlinkSync(whereIs(target) ?? target, join(folder, name));
  }
  return folder;
}

/** A PATH on which a program is a script, before others. */
export function pathWith(program: string, script: string, others: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${folder}:${others}`;
}

export type Launch = { env: Record<string, string>; onStdout?: ((kill: () => void) => void) | undefined };

export async function launch([file = '', ...args]: string[], { env, onStdout }: Launch) {
  const child = spawn(file, args, { cwd: newFolder(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => onStdout?.(() => child.kill('SIGTERM')));
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code, signal) => resolve(exitCode(code, signal)));
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** The exit code as shells say it. */
const exitCode = (code: number | null, signal: NodeJS.Signals | null) =>
  code ?? 128 + constants.signals[signal ?? 'SIGKILL'];

export type Wrapped = Partial<Launch> & {
  command: string;
  reportUrl: string;
  shell?: Shell;
  path?: string;
  wrapper?: string;
};

function environmentOf({ command, reportUrl, shell = sh, path, env }: Wrapped) {
  return {
    PATH: path ?? `${binFolder(shell)}:${systemPath}`,
    HOST: 'agent-1',
    MESOS_TASK_ID: randomUUID(),
    ...wrappedEnvironment({ command, reportUrl, token, jobId: '1' }),
    ...env,
  };
}

function hidesToken({ stdout, stderr }: { stdout: string; stderr: string }): void {
  assert.ok(!`${stdout}${stderr}`.includes(token), stderr);
}

/** Runs the wrapped command as Mesos would. Its output must not show the token, whatever happens. */
export async function runWrapped(wrapped: Wrapped) {
  const { shell = sh, wrapper = wrappedCommand, onStdout } = wrapped;
  const env = environmentOf({ ...wrapped, env: { PACER_CPUS: '0.5', ...wrapped.env } });
  const ran = await launch([...shell.argv, '-c', wrapper], { env, onStdout });
  hidesToken(ran);
  return { ...ran, run: env.MESOS_TASK_ID };
}

/** The command lines of what is alive in a session. */
function processesOf(session: number): string[] {
  const lineOf = (pid: string) => {
    try {
      const [state, , , its] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      if (state === 'Z' || Number(its) !== session) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()];
    } catch {
      return []; // no process, or one that has just ended
    }
  };
  return readdirSync('/proc').flatMap(lineOf);
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {} // it has ended already
}

/**
 * Starts the wrapped loop as Mesos would, in a session that does not outlive the test. `left` is what still ran when the loop had
 * ended; its output must not show the token, whatever happens.
 */
export function startLoop(t: TestContext, wrapped: Wrapped) {
  const [file = '', ...args] = [...(wrapped.shell ?? sh).argv, '-c', wrappedLoop];
  const env = environmentOf(wrapped);
  const child = spawn(file, args, {
    cwd: newFolder(),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const session = child.pid ?? Number.NaN;
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(exitCode(code, signal)));
  }).then(async (code) => {
    const left = processesOf(session);
    signal(-session, 'SIGKILL');
    const [stdout, stderr] = await output;
    hidesToken({ stdout, stderr });
    return { code, stdout, stderr, left };
  });
  t.after(() => signal(-session, 'SIGKILL'));
  return {
    task: env.MESOS_TASK_ID,
    ended,
    processes: () => processesOf(session),
    /** Asks it to end: the shell alone, as Docker does, or all that it started too, as Mesos does. */
    stop: (whom: 'the shell' | 'everything' = 'everything') =>
      signal(whom === 'the shell' ? session : -session, 'SIGTERM'),
  };
}
