import { alarmExpression } from '../alarm-expression.ts';
import type { AlarmStore, StoredAlarm, StoredDefinition } from '../alarm-store.ts';
import { isoSeconds } from '../iso-seconds.ts';
import type { LoggedMetric } from '../metric-log.ts';
import { comparisonsOf, concerns } from './alarm-fit.ts';
import { alarmRoster } from './alarm-roster.ts';
import { alarmVerdict } from './alarm-verdict.ts';
import { type SubAlarm, subAlarm } from './sub-alarm.ts';

/** An alarm that came into another state. */
export interface Transition {
  definition: StoredDefinition;
  alarm: StoredAlarm;
  from: StoredAlarm['state'];
  /** Which comparisons brought it there, by which values. */
  reason: string;
}

export interface ThresholdEngine {
  /** It hears of a new alarm definition; what came before does not count. */
  learn(definitionId: string): void;
  /** A measurement comes. */
  measure(metric: LoggedMetric): void;
  /** Does the looks at the clock that are due, one a minute. Whoever asks for alarms does so first. */
  advance(): void;
  /** Whether alarms were made or changed since it was last asked. */
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
 * The threshold engine of Monasca (monasca-thresh): makes alarms of the definitions that it knows and the measurements that
 * come after them, and tells of each change of state. What is stored when it starts it knows, but none of the measurements.
 */
export function thresholdEngine({ alarms, now, tell }: ThresholdEngineDeps): ThresholdEngine {
  const known = new Set(alarms.definitions.map(({ id }) => id));
  const changed = changeFlag();
  const alarmsWith = alarmRoster({ alarms, now, changed: changed.set });
  const judge = alarmJudge({ now, tell, changed: changed.set });
  let nextTick = now() + tickMs;

  function measure(metric: LoggedMetric): void {
    const { tenant, name, dimensions, timestamp, value } = metric;
    for (const definition of alarms.definitions) {
      if (definition.tenant !== tenant || !known.has(definition.id)) continue;
      if (!comparisonsOf(definition).some((sub) => concerns(sub, metric))) continue;
      for (const alarm of alarmsWith(definition, { name, dimensions })) {
        const at = now();
        judge(
          definition,
          alarm,
          (sub) => concerns(sub.expression, metric) && sub.measure(value, timestamp, at),
          at,
        );
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
    measure: (metric) => {
      advance();
      measure(metric);
    },
    advance,
    hasChanged: changed.take,
  };
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

interface AlarmJudgeDeps {
  now: () => number;
  tell: (transition: Transition) => void;
  changed: () => void;
}

/** Lets the sub-alarms of an alarm look, each in its way, and brings the alarm into the state that follows, at `at`. */
function alarmJudge({ now, tell, changed }: AlarmJudgeDeps) {
  const kept = new WeakMap<StoredAlarm, SubAlarm[]>();

  function subAlarmsOf(definition: StoredDefinition, alarm: StoredAlarm): SubAlarm[] {
    const expressions = comparisonsOf(definition);
    const { subStates = [] } = alarm;
    const subs = kept.get(alarm) ?? expressions.map((each, i) => subAlarm(each, now(), subStates[i]));
    for (const [i, sub] of subs.entries()) sub.rewrite(expressions[i] ?? sub.expression, now());
    kept.set(alarm, subs);
    return subs;
  }

  return (definition: StoredDefinition, alarm: StoredAlarm, look: (sub: SubAlarm) => boolean, at: number) => {
    const subs = subAlarmsOf(definition, alarm);
    // All of them look, also when the first has told.
    const told = subs.map(look);
    if (!told.includes(true)) return;
    alarm.subStates = subs.map(({ state }) => state);
    changed();
    // Before each has told once, the alarm stays as it is.
    if (!subs.every(({ hasTold }) => hasTold)) return;
    const { state, reason } = alarmVerdict(alarmExpression(definition.expression), subs);
    const { state: from } = alarm;
    if (from === state) return;
    Object.assign(alarm, { state, state_updated_timestamp: isoSeconds(at) });
    tell({ definition, alarm, from, reason });
  };
}
