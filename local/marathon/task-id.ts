import { randomUUID } from 'node:crypto';
import { taskPrefix } from './app-id.ts';

/** Where a task belongs: an ended task is followed by the next attempt of its instance, a replaced one by another instance. */
export type Slot = { instanceId: string; attempt: number };

export const freshSlot = (appId: string): Slot => ({
  instanceId: `${taskPrefix(appId)}.instance-${randomUUID()}`,
  attempt: 1,
});

export const taskIdOf = ({ instanceId, attempt }: Slot): string => `${instanceId}._app.${attempt}`;

/** Whether a text has the form of a task's id, whoever's it is. */
export const isTaskId = (text: string): boolean => /^.+[._][^_.]+$/.test(text);
