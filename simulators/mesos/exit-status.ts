import { constants } from 'node:os';
import type { TaskStatus } from './task.ts';
import type { TaskExit } from './task-process.ts';

const signalNames: Partial<Record<NodeJS.Signals, string>> = { SIGKILL: 'Killed', SIGTERM: 'Terminated' };

/** The last status of a task, in the words of the Mesos executor: success counts even when the task was being killed. */
export function exitStatus(
  { code, signal, error, what = 'Command' }: TaskExit,
  { killed, struck }: { killed: boolean; struck?: 'TASK_FAILED' | 'TASK_LOST' },
): Pick<TaskStatus, 'state' | 'message'> {
  if (struck === 'TASK_LOST') return { state: 'TASK_LOST', message: 'Agent removed' };
  if (error) return { state: 'TASK_FAILED', message: error.message };
  const message =
    signal === null
      ? `${what} exited with status ${code}`
      : `${what} terminated with signal ${signalNames[signal] ?? constants.signals[signal]}`;
  if (code === 0) return { state: 'TASK_FINISHED', message };
  return { state: killed ? 'TASK_KILLED' : 'TASK_FAILED', message };
}
