import type { AppDefinition } from './app.ts';
import { deploymentsOf, type Marathon, tasksOf } from './marathon.ts';
import { offerStats } from './offer-stats.ts';
import { freshSlot, type Slot } from './task-id.ts';

/** Lets exactly so many tasks of an app wait for their launch. */
export function setQueued({ queue }: Marathon, appId: string, count: number): void {
  if (count <= 0) {
    queue.delete(appId);
    return;
  }
  const item = queue.get(appId) ?? { slots: [], since: Date.now(), offers: offerStats() };
  item.slots.length = Math.min(item.slots.length, count);
  while (item.slots.length < count) item.slots.push(freshSlot(appId));
  queue.set(appId, item);
}

/** Queues what an app lacks, unless a deployment sees to it. A slot that has just become free is used first. */
export function refill(marathon: Marathon, app: AppDefinition, free?: Slot): void {
  const queued = marathon.queue.get(app.id)?.slots.length ?? 0;
  const missing = app.instances - tasksOf(marathon, app.id).length - queued;
  if (missing <= 0) return;
  const isDeploying = deploymentsOf(marathon, app.id).length > 0;
  if (isDeploying && !free) return;
  setQueued(marathon, app.id, queued + (isDeploying ? 1 : missing));
  const slots = marathon.queue.get(app.id)?.slots;
  if (free && slots) slots[queued] = free;
}
