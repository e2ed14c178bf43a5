import { scheduleExpression } from './schedule-expression.ts';
import type { ListQuery, ScheduleBody } from './schedule-request.ts';
import { type Schedule, type ScheduleStore, scheduleKey } from './schedule-store.ts';
import { conflict, invalid, notFound } from './scheduler-error.ts';
import type { Ticker } from './ticker.ts';

export const arnPrefix = 'arn:aws:scheduler:us-east-1:000000000000';

export interface Deps {
  store: ScheduleStore;
  ticks: Ticker;
}

export interface ScheduleId {
  group: string;
  name: string;
}

export async function createSchedule({ store, ticks }: Deps, name: string, body: ScheduleBody) {
  check(store, body);
  const key = scheduleKey(body.GroupName, name);
  if (store.schedules.has(key)) throw conflict(`Schedule ${name} already exists.`);
  const Arn = `${arnPrefix}:schedule/${key}`;
  const now = Date.now();
  const schedule = { ...withoutToken(body), Name: name, Arn, createdAt: now, modifiedAt: now, done: false };
  store.schedules.set(key, schedule);
  await store.save();
  if (store.schedules.get(key) === schedule) ticks.plan(schedule, now);
  return { ScheduleArn: Arn };
}

/** Replaces all but name, group and creation date: what the body leaves out is gone afterwards. */
export async function updateSchedule({ store, ticks }: Deps, name: string, body: ScheduleBody) {
  check(store, body);
  const { Arn, createdAt } = existing(store, { group: body.GroupName, name });
  const now = Date.now();
  const schedule = {
    ...withoutToken(body),
    Name: name,
    Arn,
    createdAt,
    modifiedAt: now,
    done: false,
  };
  store.schedules.set(scheduleKey(body.GroupName, name), schedule);
  ticks.plan(schedule, now);
  await store.save();
  return { ScheduleArn: Arn };
}

export async function deleteSchedule({ store, ticks }: Deps, id: ScheduleId) {
  const schedule = existing(store, id);
  store.schedules.delete(scheduleKey(id.group, id.name));
  ticks.forget(schedule);
  await store.save();
  return {};
}

export function getSchedule({ store }: Deps, id: ScheduleId) {
  const { createdAt, modifiedAt, done, ...rest } = existing(store, id);
  return { ...rest, CreationDate: createdAt / 1000, LastModificationDate: modifiedAt / 1000 };
}

/** A page of summaries in the order of group and name; a summary has no expression and only the target's ARN. */
export function listSchedules({ store }: Deps, query: ListQuery) {
  const { ScheduleGroup, NamePrefix, State, MaxResults, NextToken } = query;
  if (ScheduleGroup !== undefined) checkGroup(store, ScheduleGroup);
  const after = NextToken === undefined ? '' : decodeToken(NextToken);
  const found = [...store.schedules]
    .filter(([key, { GroupName }]) => key > after && (ScheduleGroup ?? GroupName) === GroupName)
    .filter(([, each]) => each.Name.startsWith(NamePrefix ?? '') && (State ?? each.State) === each.State)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const page = found.slice(0, MaxResults);
  const last = found.length > MaxResults ? page.at(-1)?.[0] : undefined;
  return { Schedules: page.map(([, each]) => summary(each)), NextToken: last && encodeToken(last) };
}

export function checkGroup(store: ScheduleStore, group: string): void {
  if (group !== 'default' && !store.groups.has(group)) throw notFound('Schedule group', group);
}

function existing(store: ScheduleStore, { group, name }: ScheduleId): Schedule {
  const schedule = store.schedules.get(scheduleKey(group, name));
  if (!schedule) throw notFound('Schedule', name);
  return schedule;
}

function check(store: ScheduleStore, body: ScheduleBody): void {
  scheduleExpression(body.ScheduleExpression, body.ScheduleExpressionTimezone);
  const { StartDate, EndDate } = body;
  if (EndDate !== undefined && EndDate * 1000 <= Date.now())
    throw invalid('The EndDate must be in the future.');
  if (StartDate !== undefined && StartDate >= (EndDate ?? Number.POSITIVE_INFINITY)) {
    throw invalid('The EndDate must be after the StartDate.');
  }
  if (!/^arn:aws(-[a-z]+)?:/.test(body.Target.Arn)) throw invalid('Provided Arn is not in correct format.');
  checkGroup(store, body.GroupName);
}

function withoutToken({ ClientToken, ...rest }: ScheduleBody) {
  return rest;
}

function summary({ Arn, GroupName, Name, State, Target, createdAt, modifiedAt }: Schedule) {
  const dates = { CreationDate: createdAt / 1000, LastModificationDate: modifiedAt / 1000 };
  return { Arn, GroupName, Name, State, Target: { Arn: Target.Arn }, ...dates };
}

function encodeToken(key: string): string {
  return Buffer.from(`after ${key}`).toString('base64url');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after ')) throw invalid('The NextToken is not valid.');
  return text.slice('after '.length);
}
