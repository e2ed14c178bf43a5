import { alarmExpression } from '../alarm-expression.ts';
import type { StoredAlarm, StoredDefinition } from '../alarm-store.ts';
import { isoSeconds } from '../iso-seconds.ts';
import { comparisonsOf } from './alarm-fit.ts';
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

export interface AlarmJudgeDeps {
  now: () => number;
  tell: (transition: Transition) => void;
  changed: () => void;
}

/** Lets the sub-alarms of an alarm look, each in its way, and brings the alarm into the state that follows, at `at`. */
export function alarmJudge({ now, tell, changed }: AlarmJudgeDeps) {
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
