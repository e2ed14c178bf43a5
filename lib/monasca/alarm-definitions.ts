import * as z from 'zod/mini';
import { deleteById, listAll, pageOf } from './collections.ts';
import { MonascaConflictError } from './errors.ts';
import type { MonascaCall } from './monasca-call.ts';

export type Severity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** An alarm definition as Monasca wants it; the actions are ids of notification methods. */
export interface AlarmDefinitionJson {
  /** At most 255 characters, unique in the project. */
  name: string;
  expression: string;
  description?: string;
  severity?: Severity;
  /** Dimensions: one alarm for each of their values. */
  match_by?: string[];
  ok_actions?: string[];
  alarm_actions?: string[];
  undetermined_actions?: string[];
}

/** The same by parameters. */
export interface AlarmDefinitionParameters {
  name: string;
  expression: string;
  description?: string;
  severity?: Severity;
  matchBy?: string[];
  okActions?: string[];
  alarmActions?: string[];
  undeterminedActions?: string[];
}

export type AlarmDefinition = z.output<typeof alarmDefinition>;
const alarmDefinition = z.object({
  id: z.string(),
  name: z.string(),
  expression: z.string(),
  alarm_actions: z._default(z.array(z.string()), []),
});
const page = pageOf(alarmDefinition);

export interface AlarmDefinitionCalls {
  /** Resolves to the one that is there already if the name is taken, whatever it says. */
  createAlarmDefinition(parameters: AlarmDefinitionParameters): Promise<AlarmDefinition>;
  createAlarmDefinitionJson(json: AlarmDefinitionJson): Promise<AlarmDefinition>;
  findAlarmDefinition(name: string): Promise<AlarmDefinition | null>;
  /** Removes its alarms too; false when it was not there. */
  deleteAlarmDefinition(id: string): Promise<boolean>;
}

const path = '/alarm-definitions';

/** The alarm definitions of the project. */
export function alarmDefinitionCalls(call: MonascaCall): AlarmDefinitionCalls {
  async function findAlarmDefinition(name: string) {
    const listed = await listAll(call, { path, query: { name }, page });
    return listed.find((each) => each.name === name) ?? null;
  }

  async function createAlarmDefinitionJson(json: AlarmDefinitionJson) {
    try {
      return await call({ method: 'POST', path, json, reply: alarmDefinition });
    } catch (error) {
      const there = error instanceof MonascaConflictError ? await findAlarmDefinition(json.name) : null;
      if (there) return there;
      throw error;
    }
  }

  return {
    createAlarmDefinition: async (parameters) => createAlarmDefinitionJson(jsonOf(parameters)),
    createAlarmDefinitionJson,
    findAlarmDefinition,
    deleteAlarmDefinition: (id) => deleteById(call, path, id),
  };
}

function jsonOf(parameters: AlarmDefinitionParameters): AlarmDefinitionJson {
  const { matchBy, okActions, alarmActions, undeterminedActions, ...same } = parameters;
  return {
    ...same,
    match_by: matchBy ?? [],
    ok_actions: okActions ?? [],
    alarm_actions: alarmActions ?? [],
    undetermined_actions: undeterminedActions ?? [],
  };
}
