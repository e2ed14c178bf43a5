import { randomUUID } from 'node:crypto';
import { taskPrefix } from './app-id.ts';
import type { DeadTask } from './app-task.ts';

/** Where a task belongs: an ended task is followed by the next attempt of its instance, a replaced one by another instance. */
export type Slot = {
  instanceId: string;
  attempt: number;
  /** Since when it waits, ms since 1970. */
  queuedAt: number;
  /** The attempt before, which is shown until the next one is launched. */
  dead?: DeadTask;
};

export const freshSlot = (appId: string, now: number): Slot => ({
  instanceId: `${taskPrefix(appId)}.instance-${randomUUID()}`,
  attempt: 1,
  queuedAt: now,
});

export const taskIdOf = ({ instanceId, attempt }: Pick<Slot, 'instanceId' | 'attempt'>): string =>
  `${instanceId}._app.${attempt}`;

/** Whether a text has the form of a task's id, whoever's it is. */
export const isTaskId = (text: string): boolean => /^.+[._][^_.]+$/.test(text);

/** The instance that a task's id speaks of; the attempt does not count. Undefined if it speaks of none. */
export const instanceIdIn = (taskId: string): string | undefined =>
  /^(.+\.(?:instance|marathon)-[0-9a-f-]{36})(?:\.|$)/.exec(taskId)?.[1];
