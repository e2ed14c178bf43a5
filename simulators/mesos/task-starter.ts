import { type ChildProcess, fork } from 'node:child_process';
import type { HostCall, HostEvent } from './task-host.ts';
import type { TaskCommand, TaskEvents, TaskProcess } from './task-process.ts';

export type TaskStarter = {
  /** Runs a command as `startTaskProcess` does. */
  start(command: TaskCommand, events: TaskEvents): TaskProcess;
};

/**
 * Runs tasks from a process of their own, started for the first of them: to start a process, the kernel copies the page tables of
 * the one that starts it, which takes 50 ms where a whole stack lives in it and 1 ms in a small one. If that process dies, so do its
 * tasks; the next one starts another. It ends with this process.
 */
export function taskStarter(): TaskStarter {
  const live = new Map<number, TaskEvents>();
  let host: ChildProcess | null = null;
  let lastId = 0;

  const begin = () => {
    const started = startHost();
    started.on('message', (event: HostEvent) => {
      settle(live, event);
      holdIfLive();
    });
    const end = () => {
      if (host !== started) return; // The tasks there are now belong to another one.
      host = null;
      endAll(live);
    };
    // An error alone says that it did not begin.
    started.once('exit', end).on('error', end);
    return started;
  };
  /** Without tasks it keeps nobody's process alive. */
  const holdIfLive = () => (live.size > 0 ? host?.channel?.ref() : host?.channel?.unref());
  const send = (call: HostCall) => host?.connected && host.send(call, () => {});

  return {
    start(command, events) {
      host ??= begin();
      const id = ++lastId;
      live.set(id, events);
      holdIfLive();
      send({ call: 'start', id, command });
      return {
        kill: () => send({ call: 'kill', id }),
        stop: (gracePeriodMs) => send({ call: 'stop', id, gracePeriodMs }),
      };
    },
  };
}

function startHost(): ChildProcess {
  const host = fork(new URL('./task-host.ts', import.meta.url), {
    detached: true, // else a Ctrl-C in the terminal would end it, and the tasks before their frameworks have said so
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced', // errors travel as errors
  });
  host.unref();
  return host;
}

function settle(live: Map<number, TaskEvents>, event: HostEvent): void {
  const events = live.get(event.id);
  if (event.event === 'started') {
    events?.started();
    return;
  }
  live.delete(event.id);
  events?.ended(event.exit);
}

/** The tasks died with their process, or have never begun. */
function endAll(live: Map<number, TaskEvents>): void {
  const error = new Error('The process that ran the command died');
  for (const [id, events] of [...live]) {
    live.delete(id);
    events.ended({ code: null, signal: null, error });
  }
}
