import { conflict, invalid } from './scheduler-error.ts';
import { arnPrefix, checkGroup, type Deps } from './schedules.ts';

export async function createScheduleGroup({ store }: Deps, name: string) {
  if (name === 'default' || store.groups.has(name)) throw conflict(`Schedule group ${name} already exists.`);
  const now = Date.now();
  const Arn = groupArn(name);
  store.groups.set(name, { Name: name, Arn, createdAt: now, modifiedAt: now });
  await store.save();
  return { ScheduleGroupArn: Arn };
}

/** The group `default` is always there and has no dates of its own here. */
export function getScheduleGroup({ store }: Deps, name: string) {
  checkGroup(store, name);
  const { createdAt, modifiedAt } = store.groups.get(name) ?? { createdAt: 0, modifiedAt: 0 };
  const dates = { CreationDate: createdAt / 1000, LastModificationDate: modifiedAt / 1000 };
  return { Name: name, Arn: groupArn(name), State: 'ACTIVE', ...dates };
}

/** Takes the group's schedules along, at once: the state DELETING of AWS is never seen here. */
export async function deleteScheduleGroup({ store, ticks }: Deps, name: string) {
  if (name === 'default') throw invalid('The default schedule group cannot be deleted.');
  checkGroup(store, name);
  for (const [key, schedule] of store.schedules) {
    if (schedule.GroupName !== name) continue;
    store.schedules.delete(key);
    ticks.forget(schedule);
  }
  store.groups.delete(name);
  await store.save();
  return {};
}

function groupArn(name: string): string {
  return `${arnPrefix}:schedule-group/${name}`;
}
