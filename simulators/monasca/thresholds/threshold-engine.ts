import type { AlarmStore, StoredDefinition } from '../alarm-store.ts';
import type { LoggedMetric } from '../metric-log.ts';
import { comparisonsOf, concerns } from './alarm-fit.ts';
import { alarmJudge, type Transition } from './alarm-judge.ts';
import { alarmRoster } from './alarm-roster.ts';
import type { SubAlarm } from './sub-alarm.ts';

export interface ThresholdEngine {
  /** Makes a new alarm definition known; earlier measurements do not count for it. */
  learn(definitionId: string): void;
  /** Takes a measurement, after the looks at the clock that are due. */
  measure(metric: LoggedMetric): void;
  /** Does the looks at the clock that are due, one a minute. To be called before alarms are read. */
  advance(): void;
  /** Whether alarms were made or changed since the last call. */
  hasChanged(): boolean;
}

export interface ThresholdEngineDeps {
  alarms: AlarmStore;
  /** Epoch milliseconds. */
  now: () => number;
  tell: (transition: Transition) => void;
}

const tickMs = 60_000;

/**
 * The threshold engine of Monasca (monasca-thresh): makes alarms from the definitions that it knows and the measurements that
 * follow them, and reports each change of state. It starts with the stored definitions and alarms, but without measurements.
 */
export function thresholdEngine({ alarms, now, tell }: ThresholdEngineDeps): ThresholdEngine {
  const known = new Set(alarms.definitions.map(({ id }) => id));
  const changed = changeFlag();
  const alarmsWith = alarmRoster({ alarms, now, changed: changed.set });
  const judge = alarmJudge({ now, tell, changed: changed.set });
  let nextTick = now() + tickMs;

  function measure(metric: LoggedMetric): void {
    advance();
    const { name, dimensions, timestamp, value } = metric;
    for (const definition of alarms.definitions) {
      if (!known.has(definition.id) || !isMeasuredBy(definition, metric)) continue;
      for (const alarm of alarmsWith(definition, { name, dimensions })) {
        const at = now();
        const measured = (sub: SubAlarm) =>
          concerns(sub.expression, metric) && sub.measure(value, timestamp, at);
        judge(definition, alarm, measured, at);
      }
    }
  }

  function tick(at: number): void {
    const ofId = new Map(alarms.definitions.map((each) => [each.id, each]));
    for (const alarm of alarms.alarms) {
      const definition = ofId.get(alarm.definitionId);
      if (definition) judge(definition, alarm, (sub) => sub.tick(at), at);
    }
  }

  function advance(): void {
    for (; nextTick <= now(); nextTick += tickMs) tick(nextTick);
  }

  return {
    learn: (definitionId) => void known.add(definitionId),
    measure,
    advance,
    hasChanged: changed.take,
  };
}

function isMeasuredBy(definition: StoredDefinition, metric: LoggedMetric): boolean {
  if (definition.tenant !== metric.tenant) return false;
  return comparisonsOf(definition).some((sub) => concerns(sub, metric));
}

function changeFlag() {
  let isSet = false;
  return {
    set: () => {
      isSet = true;
    },
    take: () => {
      const was = isSet;
      isSet = false;
      return was;
    },
  };
}
