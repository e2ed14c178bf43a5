import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { name, scheduleBody } from './schedule-request.ts';

const schedule = scheduleBody.omit({ ClientToken: true }).extend({
  Name: name,
  Arn: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** A one-time schedule that has invoked its target. */
  done: z.boolean(),
});
const group = z.object({ Name: name, Arn: z.string(), createdAt: z.number(), modifiedAt: z.number() });
const file = z.object({ groups: z.array(group), schedules: z.array(schedule) });

export type Schedule = z.output<typeof schedule>;
export type ScheduleGroup = z.output<typeof group>;

export interface ScheduleStore {
  groups: Map<string, ScheduleGroup>;
  /** By `scheduleKey`. */
  schedules: Map<string, Schedule>;
  /** Resolves when all that the maps hold now is on disk; calls that come together share one write. */
  save(): Promise<void>;
}

export function scheduleKey(groupName: string, scheduleName: string): string {
  return `${groupName}/${scheduleName}`;
}

/** The schedules and groups kept in `schedules.json` of the directory, which is made if it is not there. */
export async function openScheduleStore(directory: string): Promise<ScheduleStore> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'schedules.json');
  const kept = await read(path);
  const groups = new Map(kept.groups.map((each) => [each.Name, each]));
  const schedules = new Map(kept.schedules.map((each) => [scheduleKey(each.GroupName, each.Name), each]));
  const save = sharedWrite(() =>
    replaceFile(path, JSON.stringify({ groups: [...groups.values()], schedules: [...schedules.values()] })),
  );
  return { groups, schedules, save };
}

async function read(path: string): Promise<z.output<typeof file>> {
  try {
    return file.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { groups: [], schedules: [] };
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

/** Runs `write` one at a time; a call that comes while one runs joins the next, which sees its changes. */
function sharedWrite(write: () => Promise<void>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    if (next) return next;
    const mine = last
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return write();
      });
    last = mine;
    next = mine;
    return mine;
  };
}
