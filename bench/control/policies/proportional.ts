import type { Plan, Situation } from '../../../lib/control/law.ts';
import { lawOf, type Numbers, type Policy } from './policy.ts';

/** Cpus per unit of error, per change of error, and the share of the time by which the work should be done. */
export interface Gains {
  proportional: number;
  derivative: number;
  finishBy: number;
}

/** Among the best of a grid of sixty on the tuning seeds: within half a per cent of the cost of the very best. */
const TUNED: Gains = { proportional: 1, derivative: 5, finishBy: 0.9 };

/** Proportional-derivative control of progress against time, as Asperathos does for replicas. */
export function proportional(gains: Gains = TUNED): Policy {
  const begin = () => ({ error: 0 });
  const cpus = (numbers: Numbers, situation: Situation, plan: Plan) => {
    if (situation.newlyCompleted === 0) return { cpus: situation.cpus, numbers };
    const error = errorOf(situation, plan, gains.finishBy);
    const change = gains.proportional * error + gains.derivative * (error - (numbers.error ?? 0));
    const wanted = Math.round((situation.cpus - change) * 20) / 20;
    return { cpus: Math.min(plan.cpus.max, Math.max(plan.cpus.min, wanted)), numbers: { error } };
  };
  return { name: 'PD, tuned', lawFor: () => lawOf('PD', { begin, cpus }) };
}

/** Progress of the work less progress of the time: positive when early. */
function errorOf({ now, completed }: Situation, plan: Plan, finishBy: number): number {
  return (
    completed / plan.iterations - (now - plan.startedAt) / (finishBy * (plan.deadlineAt - plan.startedAt))
  );
}
