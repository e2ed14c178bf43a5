import { cpuLimiter } from './cpu-limit.ts';
import { sessionTable } from './session-table.ts';
import { startTaskProcess, type TaskCommand, type TaskExit, type TaskProcess } from './task-process.ts';

/** What the process of the cluster asks for; `id` is that of a start. */
export type HostCall =
  | { call: 'start'; id: number; command: TaskCommand }
  | { call: 'stop'; id: number; gracePeriodMs: number }
  | { call: 'kill'; id: number };

/** What became of a task. */
export type HostEvent = { event: 'started'; id: number } | { event: 'ended'; id: number; exit: TaskExit };

/** Runs tasks for the process that started this one, and ends when that ends; the tasks end with it. */
const machine = { limiter: cpuLimiter(), table: sessionTable() };
const live = new Map<number, TaskProcess>();
const tell = (event: HostEvent) => process.send?.(event);

function start(id: number, command: TaskCommand): void {
  const task = startTaskProcess(command, machine, {
    started: () => tell({ event: 'started', id }),
    ended: (exit) => {
      live.delete(id);
      tell({ event: 'ended', id, exit });
    },
  });
  live.set(id, task);
}

process.on('message', (message: HostCall) => {
  if (message.call === 'start') start(message.id, message.command);
  else if (message.call === 'stop') live.get(message.id)?.stop(message.gracePeriodMs);
  else live.get(message.id)?.kill();
});
process.on('disconnect', () => process.exit());
