import type { AppDefinition } from './app.ts';
import { isProvisioned } from './app-task.ts';
import { announceInstance } from './instance-events.ts';
import { countedTasks, deploymentsOf, type Marathon, type QueueItem, tasksOf } from './marathon.ts';
import { freshSlot, type Slot } from './task-id.ts';

/** How many tasks of an app an item stands for: those that wait, and those that were launched and have not been heard of. */
export const queuedCount = (marathon: Marathon, appId: string): number =>
  (marathon.queue.get(appId)?.slots.length ?? 0) + tasksOf(marathon, appId).filter(isProvisioned).length;

/** Lets exactly so many tasks of an app wait for their launch. */
export function setQueued(marathon: Marathon, appId: string, count: number): void {
  const { queue } = marathon;
  if (count <= 0) {
    const item = queue.get(appId);
    if (item) item.slots.length = 0;
    leaveQueue(marathon, appId);
    return;
  }
  const { slots } = itemOf(marathon, appId);
  slots.length = Math.min(slots.length, count);
  while (slots.length < count) addSlot(marathon, appId, freshSlot(appId, marathon.clock.now()));
}

function itemOf({ queue, clock }: Marathon, appId: string): QueueItem {
  const item = queue.get(appId) ?? { slots: [], since: clock.now() };
  queue.set(appId, item);
  return item;
}

function addSlot(marathon: Marathon, appId: string, slot: Slot): void {
  itemOf(marathon, appId).slots.push(slot);
  const app = marathon.apps.get(appId);
  if (app) announceInstance(marathon, { instanceId: slot.instanceId, app }, 'Scheduled');
}

/** An item that stands for nothing any more goes. */
export function leaveQueue(marathon: Marathon, appId: string): void {
  if (queuedCount(marathon, appId) === 0) marathon.queue.delete(appId);
}

/** Queues what an app lacks, unless a deployment sees to it. A slot that has just become free is used first. */
export function refill(marathon: Marathon, app: AppDefinition, free?: Slot): void {
  const queued = marathon.queue.get(app.id)?.slots.length ?? 0;
  const missing = app.instances - countedTasks(marathon, app.id).length - queued;
  if (missing <= 0) return;
  const isDeploying = deploymentsOf(marathon, app.id).length > 0;
  if (free) addSlot(marathon, app.id, free);
  if (!isDeploying) setQueued(marathon, app.id, queued + missing);
}
