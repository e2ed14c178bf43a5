import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const texts = z.array(z.string());
const tenant = z.string();

export type StoredDefinition = z.output<typeof storedDefinition>;
const storedDefinition = z.object({
  id: z.string(),
  tenant,
  name: z.string(),
  expression: z.string(),
  description: z.string(),
  severity: z.string(),
  match_by: texts,
  actions_enabled: z.boolean(),
  ok_actions: texts,
  alarm_actions: texts,
  undetermined_actions: texts,
  /** ISO 8601, as all times here. */
  created_at: z.string(),
  updated_at: z.string(),
});

export type StoredMethod = z.output<typeof storedMethod>;
const storedMethod = z.object({
  id: z.string(),
  tenant,
  name: z.string(),
  type: z.string(),
  address: z.string(),
  period: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});

export type AlarmState = z.output<typeof alarmState>;
const alarmState = z.enum(['OK', 'ALARM', 'UNDETERMINED']);

export type AlarmedMetric = z.output<typeof alarmedMetric>;
const alarmedMetric = z.object({ name: z.string(), dimensions: z.record(z.string(), z.string()) });

export type StoredAlarm = z.output<typeof storedAlarm>;
const storedAlarm = z.object({
  id: z.string(),
  tenant,
  definitionId: z.string(),
  metrics: z.array(alarmedMetric),
  state: alarmState,
  /** Of the comparisons of its definition, from left to right; not in what older versions kept. */
  subStates: z.array(alarmState).optional(),
  state_updated_timestamp: z.string(),
  created_timestamp: z.string(),
});

const file = z.object({
  definitions: z.array(storedDefinition),
  methods: z.array(storedMethod),
  alarms: z.array(storedAlarm),
});

/** Alarm definitions, notification methods and alarms of all projects. They are changed in place and then saved. */
export interface AlarmStore extends z.output<typeof file> {
  /** Resolves when they are on disk. */
  save(): Promise<void>;
}

/** The store kept as `alarms.json` of the directory, which is replaced as a whole. */
export async function openAlarmStore(directory: string): Promise<AlarmStore> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'alarms.json');
  const kept = await read(path);
  let written: Promise<unknown> = Promise.resolve();
  const write = async () => {
    await writeFile(`${path}.next`, JSON.stringify(kept));
    await rename(`${path}.next`, path);
  };
  return Object.assign(kept, {
    save: async () => {
      const mine = written.catch(() => undefined).then(write);
      written = mine;
      await mine;
    },
  });
}

async function read(path: string): Promise<z.output<typeof file>> {
  try {
    return file.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { definitions: [], methods: [], alarms: [] };
  }
}
