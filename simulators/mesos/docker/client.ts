import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { spawnProblem } from '../spawn-problem.ts';

/** Twice what a busy machine was seen to need to start a container, several times over. */
const answerMs = 60_000;
const longestWords = 500;
/** What `docker run` adds to each of its errors. */
const advice = /^(Run|See) 'docker .*$/gm;

/** The `docker` program said no, is not there, or did not end in time; the message has its words, on one line. */
export class DockerError extends Error {
  override name = 'DockerError';
  readonly isMissing: boolean;
  constructor(words: string, isMissing = false, cause?: unknown) {
    super(words, { cause });
    this.isMissing = isMissing;
  }
}

export interface DockerCall {
  /** 0 waits for as long as it takes. */
  timeoutMs?: number;
  /** Variables beside those of this process. */
  variables?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** The engine that the `docker` program finds by its own settings (DOCKER_HOST, contexts) and by `variables`. */
export interface DockerClient {
  /** Of the `docker` program. */
  readonly environment: NodeJS.ProcessEnv;
  /** What a command printed, without white space around it; rejects with a DockerError. */
  run(args: readonly string[], call?: DockerCall): Promise<string>;
  /** Starts a command that writes into open files, and goes on for as long as it likes. */
  follow(args: readonly string[], files: { stdout: number; stderr: number }): ChildProcess;
}

/** All run in groups of their own, so that a Ctrl-C in the terminal does not end what follows a container. */
export function dockerClient(variables: Readonly<Record<string, string>> = {}): DockerClient {
  const environment = { ...process.env, ...variables };
  return {
    environment,
    run: (args, { timeoutMs = answerMs, variables: more = {}, signal } = {}) =>
      answer(args, {
        env: { ...more, ...environment },
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        ...(signal ? { signal } : {}),
      }),
    follow: (args, { stdout, stderr }) =>
      spawn('docker', args, { env: environment, stdio: ['ignore', stdout, stderr], detached: true }),
  };
}

async function answer(args: readonly string[], options: SpawnOptions): Promise<string> {
  const command = `docker ${args[0]}`;
  const child = started(args, options);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(explained(error, command)));
    child.once('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code === 0) return stdout.trim();
  if (child.killed) throw new DockerError(`Docker does not answer (${command}).`);
  const words = stderr.replace(advice, '').replace(/\s+/g, ' ').trim();
  throw new DockerError(words.slice(0, longestWords) || `${command} ended with code ${code}.`);
}

function started(args: readonly string[], options: SpawnOptions) {
  try {
    return spawn('docker', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  } catch (cause) {
    throw new DockerError(`docker ${args[0]} cannot be called: ${spawnProblem(cause)}.`, false, cause);
  }
}

function explained(error: NodeJS.ErrnoException, command: string): DockerError {
  if (error.code === 'ENOENT') return new DockerError('There is no program docker on the PATH.', true, error);
  const reason = error.name === 'AbortError' ? 'was called off' : `cannot be called: ${error.message}`;
  return new DockerError(`${command} ${reason}.`, false, error);
}
