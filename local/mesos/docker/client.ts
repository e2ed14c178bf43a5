import { type ChildProcess, execFile, spawn } from 'node:child_process';

/** Twice what a busy machine was seen to need to start a container, several times over. */
const answerMs = 60_000;
const longestWords = 500;
/** What `docker run` adds to each of its errors. */
const advice = /^(Run|See) 'docker .*$/gm;

/** The `docker` program said no, is not there, or did not end in time; the message has its words, on one line. */
export class DockerError extends Error {
  override name = 'DockerError';
  readonly isMissing: boolean;
  constructor(words: string, isMissing = false) {
    super(words);
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

export function dockerClient(variables: Readonly<Record<string, string>> = {}): DockerClient {
  const environment = { ...process.env, ...variables };
  return {
    environment,
    run: (args, { timeoutMs = answerMs, variables: more = {}, signal } = {}) =>
      new Promise((resolve, reject) => {
        const env = { ...more, ...environment };
        const options = {
          env,
          timeout: timeoutMs,
          killSignal: 'SIGKILL' as const,
          ...(signal && { signal }),
        };
        execFile('docker', args, options, (error, stdout, stderr) => {
          if (error) reject(explained(error, stderr, `docker ${args[0]}`));
          else resolve(stdout.trim());
        });
      }),
    follow: (args, { stdout, stderr }) =>
      spawn('docker', args, { env: environment, stdio: ['ignore', stdout, stderr] }),
  };
}

type Failure = Parameters<NonNullable<Parameters<typeof execFile>[3]>>[0];

/** Never the error's own message, which holds the whole command line. */
function explained(error: NonNullable<Failure>, stderr: string, command: string): DockerError {
  if (error.code === 'ENOENT') return new DockerError('There is no program docker on the PATH.', true);
  if (error.name === 'AbortError') return new DockerError(`${command} was called off.`);
  if (error.killed) return new DockerError(`Docker does not answer (${command}).`);
  const words = stderr.replace(advice, '').replace(/\s+/g, ' ').trim();
  return new DockerError(words.slice(0, longestWords) || `${command} ended with code ${error.code}.`);
}
