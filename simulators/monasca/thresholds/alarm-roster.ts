import { randomUUID } from 'node:crypto';
import type { AlarmedMetric, AlarmStore, StoredAlarm, StoredDefinition } from '../alarm-store.ts';
import { isoSeconds } from '../iso-seconds.ts';
import { fits, isComplete, seriesKey } from './alarm-fit.ts';

export interface AlarmRosterDeps {
  alarms: AlarmStore;
  /** Epoch milliseconds. */
  now: () => number;
  /** An alarm has begun, or has one series more. */
  changed: () => void;
}

/** The alarms of a definition that a series belongs to, made or completed by it if need be. */
export type AlarmRoster = (definition: StoredDefinition, series: AlarmedMetric) => StoredAlarm[];

/**
 * Puts each series into its alarms, as monasca-thresh's `AlarmCreationBolt` does: an alarm begins when each comparison of
 * its definition has a series, and waits unseen until then. What waits is forgotten at a restart.
 */
export function alarmRoster({ alarms, now, changed }: AlarmRosterDeps): AlarmRoster {
  let waiting: StoredAlarm[] = [];

  function begun(definition: StoredDefinition, alarm: StoredAlarm): boolean {
    if (!isComplete(definition, alarm.metrics)) return false;
    waiting = waiting.filter((each) => each !== alarm);
    const at = isoSeconds(now());
    alarms.alarms.push(Object.assign(alarm, { created_timestamp: at, state_updated_timestamp: at }));
    changed();
    return true;
  }

  function waitingWith(definition: StoredDefinition, series: AlarmedMetric): StoredAlarm[] {
    waiting = waiting.filter(({ definitionId }) => alarms.definitions.some(({ id }) => id === definitionId));
    const mine = waiting.filter(({ definitionId }) => definitionId === definition.id);
    if (mine.some((each) => holds(each, series))) return [];
    const found = mine.filter((each) => fits(definition, each, series));
    for (const each of found) each.metrics.push(series);
    if (found.length > 0) return found;
    const made = newAlarm(definition, alarmsOf(alarms, definition), series);
    waiting.push(made);
    return [made];
  }

  return (definition, series) => {
    const mine = alarmsOf(alarms, definition);
    const withIt = mine.filter((each) => holds(each, series));
    if (withIt.length > 0) return withIt;
    const fitting = mine.find((each) => fits(definition, each, series));
    if (!fitting) return waitingWith(definition, series).filter((each) => begun(definition, each));
    fitting.metrics.push(series);
    changed();
    return [fitting];
  };
}

function alarmsOf({ alarms }: AlarmStore, { id }: StoredDefinition): StoredAlarm[] {
  return alarms.filter(({ definitionId }) => definitionId === id);
}

function holds({ metrics }: StoredAlarm, series: AlarmedMetric): boolean {
  const key = seriesKey(series);
  return metrics.some((each) => seriesKey(each) === key);
}

/** With the series of the definition's other alarms that fit, if they make it complete. */
function newAlarm(definition: StoredDefinition, others: StoredAlarm[], series: AlarmedMetric): StoredAlarm {
  const { id: definitionId, tenant } = definition;
  const noTime = { state_updated_timestamp: '', created_timestamp: '' };
  const made: StoredAlarm = {
    id: randomUUID(),
    tenant,
    definitionId,
    metrics: [series],
    state: 'UNDETERMINED',
    ...noTime,
  };
  if (isComplete(definition, made.metrics)) return made;
  const shared = others.flatMap(({ metrics }) => metrics).filter((each) => fits(definition, made, each));
  return isComplete(definition, [series, ...shared]) ? { ...made, metrics: [series, ...shared] } : made;
}
