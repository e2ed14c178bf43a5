import type { AlarmExpression } from '../alarm-expression.ts';
import type { AlarmState } from '../alarm-store.ts';
import { expressionText, javaDouble } from './expression-text.ts';
import type { SubAlarm } from './sub-alarm.ts';

/** The state that an alarm's comparisons bring it into, and the sentence that its message says why. */
export interface AlarmVerdict {
  state: AlarmState;
  reason: string;
}

/** One comparison without data leaves the whole alarm undetermined; `subs` are the expression's, from left to right. */
export function alarmVerdict(expression: AlarmExpression, subs: readonly SubAlarm[]): AlarmVerdict {
  const state = stateOf(expression, subs);
  const texts = subs.filter((sub) => sub.state === state).map((sub) => textOf(sub, state));
  return { state, reason: `${beginnings[state]}: ${texts.join(', ')}` };
}

const beginnings: Record<AlarmState, string> = {
  ALARM: 'Thresholds were exceeded for the sub-alarms',
  OK: 'The alarm threshold(s) have not been exceeded for the sub-alarms',
  UNDETERMINED: 'No data was present for the sub-alarms',
};

function textOf({ expression, values }: SubAlarm, state: AlarmState): string {
  const text = expressionText(expression);
  if (state === 'UNDETERMINED') return text;
  return `${text} with the values: [${values.map(javaDouble).join(', ')}]`;
}

function stateOf(expression: AlarmExpression, subs: readonly SubAlarm[]): AlarmState {
  if (subs.some(({ state }) => state === 'UNDETERMINED')) return 'UNDETERMINED';
  const left = [...subs];
  const isTrue = (part: AlarmExpression): boolean => {
    if (part.operator === 'compare') return left.shift()?.state === 'ALARM';
    // Both sides are walked, so that each comparison meets its own sub-alarm.
    const [one, other] = part.operands.map(isTrue);
    return part.operator === 'and' ? Boolean(one && other) : Boolean(one || other);
  };
  return isTrue(expression) ? 'ALARM' : 'OK';
}
