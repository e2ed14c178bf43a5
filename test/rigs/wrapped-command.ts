import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { toolPath } from '../../lib/frameworks/wrapper/run-functions.ts';
import {
  wrappedCommand,
  wrappedEnvironment,
  wrappedLoop,
} from '../../lib/frameworks/wrapper/wrapped-command.ts';
import { parseReport, question, type SentReport } from '../../lib/request/report-body.ts';
import { binFolder, newFolder, type Shell, sh, systemPath } from './shells.ts';

export const token = 'secret_7fJ-Qz.91';
export const inParallel = { concurrency: 6 };

export type Replier = (request: IncomingMessage, response: ServerResponse, nth: number) => void;
export const accept: Replier = (_, response) =>
  response.writeHead(202).end('{"status":"recorded","next":"continue"}');
export const answerStatuses =
  (...statuses: number[]): Replier =>
  (_, response, nth) =>
    nth > statuses.length
      ? accept(_, response, nth)
      : response.writeHead(statuses[nth - 1] ?? 500).end(`{"message":"answer\n${nth}","echo":"${token}"}`);

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
export const exitCode = (code: number | null, signal: NodeJS.Signals | null) =>
  code ?? 128 + constants.signals[signal ?? 'SIGKILL'];

export type Wrapped = Partial<Launch> & {
  command: string;
  reportUrl: string;
  shell?: Shell;
  /** Where the image has its tools; also the job's PATH, unless `env` says another. */
  path?: string;
  wrapper?: string;
};

const pathOf = ({ path, shell = sh }: Wrapped) => path ?? `${binFolder(shell)}:${systemPath}`;

/** The text of a wrapper that finds its tools in other folders. */
const inImage = (wrapper: string, path: string) => wrapper.replace(toolPath, () => path);

function environmentOf({ command, reportUrl, path, env }: Wrapped & { path: string }) {
  return {
    PATH: path,
    HOST: 'agent-1',
    MESOS_TASK_ID: randomUUID(),
    ...wrappedEnvironment({ command, reportUrl, token, jobId: '1', reportOutput: true }),
    ...env,
  };
}

function hidesToken({ stdout, stderr }: { stdout: string; stderr: string }): void {
  assert.ok(!`${stdout}${stderr}`.includes(token), stderr);
}

/** Runs the wrapped command as Mesos would. Its output must not show the token, whatever happens. */
export async function runWrapped(wrapped: Wrapped) {
  const { shell = sh, wrapper = wrappedCommand, onStdout } = wrapped;
  const path = pathOf(wrapped);
  const env = environmentOf({ ...wrapped, path, env: { PACER_CPUS: '0.5', ...wrapped.env } });
  const ran = await launch([...shell.argv, '-c', inImage(wrapper, path)], { env, onStdout });
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
  const path = pathOf(wrapped);
  const [file = '', ...args] = [...(wrapped.shell ?? sh).argv, '-c', inImage(wrappedLoop, path)];
  const env = environmentOf({ ...wrapped, path });
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
