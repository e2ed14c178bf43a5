import type { TaskStatus } from '../mesos/task.ts';

/** What Mesos tells of a task: an agent that is lost, too, and that the executor has come up before the task runs. */
export type TaskNews = Omit<TaskStatus, 'state'> & {
  state: TaskStatus['state'] | 'TASK_STARTING' | 'TASK_UNREACHABLE';
};
