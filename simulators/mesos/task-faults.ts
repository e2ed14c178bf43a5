import type { TaskRequest } from './task.ts';

/** What goes wrong with a task. Without any of these it runs as it should. */
export type TaskFault = {
  /** Waits this long before the command. */
  delayMs?: number;
  /** Ends with this code and never runs the command. */
  exitBefore?: number;
  /** Runs the command, then ends with this code whatever came of it. */
  exitAfter?: number;
  /** Never ends: `before` does not even run the command, `after` has run it. */
  hang?: 'before' | 'after';
  /** Variables that replace those of the job, as in an address that leads nowhere. */
  env?: Readonly<Record<string, string>>;
  /** Ends the task by an accident this long after its launch. */
  strike?: { afterMs: number; as: 'TASK_FAILED' | 'TASK_LOST' };
};

export type TaskFaults = {
  /** The next `count` tasks of the job go wrong in this way; faults given first come first. */
  forNextTasks(jobName: string, fault: TaskFault, count?: number): void;
  /** What the job's next task suffers. */
  peek(jobName: string): TaskFault | undefined;
  /** The next task has been launched. */
  spend(jobName: string): void;
};

export function taskFaults(): TaskFaults {
  const planned = new Map<string, TaskFault[]>();
  const of = (jobName: string) => planned.get(jobName) ?? [];
  return {
    forNextTasks(jobName, fault, count = 1) {
      planned.set(jobName, [...of(jobName), ...Array.from({ length: count }, () => fault)]);
    },
    peek: (jobName) => of(jobName)[0],
    spend: (jobName) => void planned.set(jobName, of(jobName).slice(1)),
  };
}

/** The same task with its fault built in: the command becomes the arguments of a script that misbehaves around it. */
export function faultyTask(task: TaskRequest, fault: TaskFault): TaskRequest {
  const command = task.shell ? ['/bin/sh', '-c', task.command] : [task.command, ...(task.arguments ?? [])];
  const steps = [
    fault.delayMs === undefined ? [] : `sleep ${fault.delayMs / 1000}`,
    fault.hang === 'before' ? 'while :; do sleep 3600; done' : [],
    fault.exitBefore === undefined ? [] : `exit ${fault.exitBefore}`,
    '"$@"',
    fault.hang === 'after' ? 'while :; do sleep 3600; done' : [],
    fault.exitAfter === undefined ? [] : `exit ${fault.exitAfter}`,
  ].flat();
  const env = { ...task.env, ...fault.env };
  return {
    ...task,
    env,
    shell: false,
    command: '/bin/sh',
    arguments: ['-c', steps.join('\n'), 'sh', ...command],
  };
}
