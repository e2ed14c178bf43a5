import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { CpuLimiter, MeasuredUse } from './cpu-limiter.ts';
import type { SessionTable } from './session-table.ts';
import { signalSession } from './signal-session.ts';
import { spawnProblem } from './spawn-problem.ts';
import { watchSession } from './watchdog.ts';

/** Holds the command back until it is limited and watched; ends if this process dies before. */
const gate = 'read -r line <&3 || exit 1; exec 3<&-; exec "$@"';

/** How a task ended. An error says that it did not run at all, or that nobody knows how it ended. */
export type TaskExit = {
  code: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
  what?: 'Command' | 'Container';
  /** Null where it was not measured. */
  use?: MeasuredUse | null;
};

export type TaskProcess = {
  /** Asks it to end (SIGTERM), and kills it when the grace period (ms) is over. */
  stop(gracePeriodMs: number): void;
  kill(): void;
};

export type TaskCommand = {
  argv: readonly string[];
  env: Record<string, string>;
  sandbox: string;
  cpus: number;
};

type Machine = { limiter: CpuLimiter; table: SessionTable | undefined };

export type TaskEvents = { started(): void; ended(exit: TaskExit): void };

/**
 * Runs a command on this machine in a session of its own, output into files of the sandbox. When the command itself ends,
 * whatever it left behind in its session is killed, as an agent destroys a container. Events come after this returns.
 */
export function startTaskProcess(
  command: TaskCommand,
  { limiter, table }: Machine,
  events: TaskEvents,
): TaskProcess {
  const child = spawnGated(command);
  if (child instanceof Error) return failedTask(child, events);
  const sessionId = child.pid;
  if (sessionId === undefined) {
    child.once('error', (error) => failedLaunch(error, events));
    return { stop: () => {}, kill: () => {} };
  }
  let escalation: NodeJS.Timeout | undefined;
  const kill = () => signalSession(sessionId, 'SIGKILL', table);
  const dismissWatchdog = watchSession(sessionId);
  const releaseLimit = limiter.limit(sessionId, command.cpus);
  child.once('spawn', () => {
    openGate(child);
    events.started();
  });
  child.once('exit', (code, signal) => {
    clearTimeout(escalation);
    kill();
    const use = releaseLimit();
    dismissWatchdog();
    events.ended({ code, signal, use });
  });
  return {
    kill,
    stop(gracePeriodMs) {
      if (gracePeriodMs <= 0) return kill();
      terminate(sessionId, table);
      escalation = setTimeout(kill, gracePeriodMs);
    },
  };
}

function failedLaunch({ message }: Error, events: TaskEvents): void {
  const error = new Error(`Failed to launch the command: ${message}`);
  events.ended({ code: null, signal: null, error });
}

function failedTask(error: Error, events: TaskEvents): TaskProcess {
  setImmediate(() => failedLaunch(error, events));
  return { stop: () => {}, kill: () => {} };
}

/** An error where no process can be given the command or its variables: they hold a NUL, or are too long. */
function spawnGated({ argv, env, sandbox }: TaskCommand): ChildProcess | Error {
  const stdout = openSync(join(sandbox, 'stdout'), 'a');
  const stderr = openSync(join(sandbox, 'stderr'), 'a');
  try {
    return spawn('/bin/sh', ['-c', gate, 'sh', ...argv], {
      cwd: sandbox,
      env,
      detached: true,
      stdio: ['ignore', stdout, stderr, 'pipe'],
    });
  } catch (cause) {
    return new Error(spawnProblem(cause), { cause });
  } finally {
    closeSync(stdout);
    closeSync(stderr);
  }
}

function openGate(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (!(pipe instanceof Writable)) return;
  pipe.on('error', () => {}); // the task was killed before it started
  pipe.end('go\n');
}

/** A stopped process takes a signal only when it is continued. */
function terminate(sessionId: number, table: SessionTable | undefined): void {
  signalSession(sessionId, 'SIGTERM', table);
  signalSession(sessionId, 'SIGCONT', table);
}
