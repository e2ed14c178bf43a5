import * as z from 'zod/mini';
import { deleteById, listAll, pageOf } from './collections.ts';
import type { MonascaCall } from './monasca-call.ts';

/** What Monasca's threshold engine made of an alarm definition and the metrics that fit it. */
export type Alarm = z.output<typeof alarm>;
const alarm = z.object({
  id: z.string(),
  state: z.enum(['OK', 'ALARM', 'UNDETERMINED']),
  alarm_definition: z.object({ id: z.string(), name: z.string() }),
});
const page = pageOf(alarm);

export interface AlarmCalls {
  listAlarms(alarmDefinitionId: string): Promise<Alarm[]>;
  /**
   * False when it was not there. Its definition stays and makes a new alarm when metrics go on coming: to be rid of both,
   * delete the definition.
   */
  deleteAlarm(id: string): Promise<boolean>;
}

const path = '/alarms';

/** The alarms of the project. */
export function alarmCalls(call: MonascaCall): AlarmCalls {
  return {
    listAlarms: (id) => listAll(call, { path, query: { alarm_definition_id: id }, page }),
    deleteAlarm: (id) => deleteById(call, path, id),
  };
}
