import { scheduleExpression } from '../scheduler/schedule-expression.ts';
import type { TemplateFunction } from '../template.ts';
import type { LocalFunction } from './function.ts';

export interface Rules {
  /** No rule invokes anything from now on; what is under way goes on. */
  close(): Promise<void>;
}

export interface RuleOptions {
  /** How many times faster than the clock the rules are due. */
  timeScale: number;
  /** They come no sooner than this, 5 s if not given, however fast the time goes: they would take the CPU of the jobs. */
  leastMs?: number;
  onFailure: (functionName: string, error: Error) => void;
}

/**
 * The rules of EventBridge that invoke functions: each at once, as the machine may have slept for days, and then at its rate.
 * The function itself lets them in, so there is no role.
 */
export function startRules(
  lambdas: readonly Pick<TemplateFunction, 'id' | 'rules'>[],
  functions: ReadonlyMap<string, Pick<LocalFunction, 'invoke'>>,
  { timeScale, leastMs = 5_000, onFailure }: RuleOptions,
): Rules {
  const timers = lambdas.flatMap(({ id, rules }) =>
    rules.map((expression) => {
      const recurrence = scheduleExpression(expression);
      if (recurrence.kind !== 'rate') throw new Error(`The rule ${expression} of ${id} is no rate.`);
      const due = () => {
        functions
          .get(id)
          ?.invoke(eventOf(id))
          .catch((error: Error) => onFailure(id, error));
      };
      due();
      return setInterval(due, Math.max(leastMs, recurrence.periodMs / timeScale));
    }),
  );
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** What a rule sends, without the fields that nobody reads. */
function eventOf(id: string) {
  return { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [`rule/${id}`], detail: {} };
}
