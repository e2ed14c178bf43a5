import { randomUUID } from 'node:crypto';
import { alarmExpression, subExpressions } from './alarm-expression.ts';
import type { AlarmState, AlarmStore, StoredAlarm, StoredDefinition, StoredMethod } from './alarm-store.ts';
import type { LoggedMetric, MetricLog } from './metric-log.ts';
import { concerns, holds } from './sub-alarm.ts';

/** An alarm that came into another state, and one of those who want to know. */
export interface Transition {
  definition: StoredDefinition;
  alarm: StoredAlarm;
  from: AlarmState;
  method: StoredMethod;
}

export interface EvaluationDeps {
  metrics: MetricLog;
  alarms: AlarmStore;
  notify: (transition: Transition) => void;
}

/**
 * The threshold engine in small: looks at the tenant's alarm definitions when metrics have come, makes their alarms, and
 * tells of every change of state. Unlike the real one it looks at once, and not again when no more metrics come.
 */
export function alarmEvaluation({ metrics, alarms, notify }: EvaluationDeps) {
  return async (tenant: string, names: ReadonlySet<string>): Promise<void> => {
    const changed = alarms.definitions.filter((definition) => {
      const subs = subExpressions(alarmExpression(definition.expression));
      if (definition.tenant !== tenant || !subs.some(({ metricName }) => names.has(metricName))) return false;
      const mine = metrics.metrics.filter(
        (each) => each.tenant === tenant && subs.some((sub) => concerns(sub, each)),
      );
      return evaluate(definition, mine, { alarms, notify });
    });
    if (changed.length > 0) await alarms.save();
  };
}

type Telling = Pick<EvaluationDeps, 'alarms' | 'notify'>;

/** True when an alarm was made or changed. */
function evaluate(definition: StoredDefinition, mine: LoggedMetric[], telling: Telling): boolean {
  const expression = alarmExpression(definition.expression);
  const groups = Map.groupBy(mine, (metric) => matchedBy(definition, metric));
  groups.delete(null);
  return [...groups]
    .map(([key, group]) => {
      const alarm = alarmOf(definition, key ?? '{}', telling);
      alarm.metrics = distinctSeries(group);
      return enter(alarm, stateFor(holds(expression, group)), definition, telling);
    })
    .includes(true);
}

/** The values of the definition's `match_by`, as a key; null for a metric that lacks one of them. */
function matchedBy({ match_by }: StoredDefinition, { dimensions }: LoggedMetric): string | null {
  if (match_by.some((key) => dimensions[key] === undefined)) return null;
  return JSON.stringify(Object.fromEntries(match_by.map((key) => [key, dimensions[key]])));
}

function alarmOf(definition: StoredDefinition, key: string, { alarms }: Telling): StoredAlarm {
  const known = alarms.alarms.find(
    ({ definitionId, matched }) => definitionId === definition.id && JSON.stringify(matched) === key,
  );
  if (known) return known;
  const now = new Date().toISOString();
  const made: StoredAlarm = {
    id: randomUUID(),
    tenant: definition.tenant,
    definitionId: definition.id,
    matched: JSON.parse(key),
    metrics: [],
    state: 'UNDETERMINED',
    state_updated_timestamp: now,
    created_timestamp: now,
  };
  alarms.alarms.push(made);
  return made;
}

function enter(
  alarm: StoredAlarm,
  state: AlarmState,
  definition: StoredDefinition,
  telling: Telling,
): boolean {
  const { state: from } = alarm;
  if (from === state) return false;
  alarm.state = state;
  alarm.state_updated_timestamp = new Date().toISOString();
  if (!definition.actions_enabled) return true;
  const { ALARM, OK, UNDETERMINED } = actionsOf(definition);
  const ids = { ALARM, OK, UNDETERMINED }[state];
  for (const method of telling.alarms.methods.filter(({ id }) => ids.includes(id))) {
    telling.notify({ definition, alarm, from, method });
  }
  return true;
}

function actionsOf({ alarm_actions, ok_actions, undetermined_actions }: StoredDefinition) {
  return { ALARM: alarm_actions, OK: ok_actions, UNDETERMINED: undetermined_actions };
}

function stateFor(isTrue: boolean | null): AlarmState {
  return isTrue === null ? 'UNDETERMINED' : isTrue ? 'ALARM' : 'OK';
}

function distinctSeries(group: LoggedMetric[]) {
  const series = new Map(
    group.map(({ name, dimensions }) => [JSON.stringify([name, dimensions]), { name, dimensions }]),
  );
  return [...series.values()];
}
