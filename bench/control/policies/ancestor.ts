import type { Plan, Situation } from '../../../lib/control/law.ts';
import { lawOf, type Numbers, type Policy } from './policy.ts';

interface Variant {
  name: string;
  increment: number;
  decrement: number;
  /** Seconds added to each iteration in the prediction. */
  overhead: number;
  /** Whether cpus are taken only from a job that would end within the deviation after its start, as later versions do. */
  lateBand: boolean;
  /** Whether the prediction uses the last measured duration instead of the declared one. */
  measured: boolean;
}

function ruled(variant: Variant) {
  const cpus = (numbers: Numbers, situation: Situation, plan: Plan) => ({
    numbers,
    cpus: situation.newlyCompleted > 0 ? moved(variant, { numbers, situation, plan }) : situation.cpus,
  });
  const begin = ({ iterationDurationSeconds }: Plan) => ({ duration: iterationDurationSeconds });
  const learn = (numbers: Numbers, duration: number) => (variant.measured ? { duration } : numbers);
  return lawOf(variant.name, { begin, learn, cpus });
}

function moved(variant: Variant, at: { numbers: Numbers; situation: Situation; plan: Plan }): number {
  const { situation, plan } = at;
  const each = (at.numbers.duration ?? 0) + variant.overhead;
  const finishAt = situation.now + 1000 * (plan.iterations - situation.completed) * each;
  const band = plan.deviation * (plan.deadlineAt - plan.startedAt);
  const earliestAt = variant.lateBand ? plan.startedAt + band : plan.deadlineAt - band;
  const up = finishAt > plan.deadlineAt ? variant.increment : 0;
  const down = finishAt < earliestAt ? variant.decrement : 0;
  const cpus = Math.round((situation.cpus + up - down) * 1000) / 1000;
  return Math.min(plan.cpus.max, Math.max(plan.cpus.min, cpus));
}

function policy(variant: Variant): Policy {
  return { name: variant.name, lawFor: () => ruled(variant) };
}

/** The constants of the ancestor's README. */
export const ancestorDocumented = policy({
  name: 'ancestor, documented',
  increment: 0.3,
  decrement: 0.2,
  overhead: 5,
  lateBand: false,
  measured: false,
});

/** The constants of its later versions. */
export const ancestorLater = policy({
  name: 'ancestor, later',
  increment: 0.4,
  decrement: 0.4,
  overhead: 45,
  lateBand: true,
  measured: false,
});

/** The documented constants, fed with the last measured duration, which the ancestor stored and never used. */
export const ancestorMeasured = policy({
  name: 'ancestor, measured',
  increment: 0.3,
  decrement: 0.2,
  overhead: 5,
  lateBand: false,
  measured: true,
});
