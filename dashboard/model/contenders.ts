import type { Cell } from '../../bench/control/metrics.ts';
import { howMany, lengthOfTime } from '../../lib/control/wording.ts';
import type { Replayed } from '../replay/replay.ts';

/** A policy by the share of the deadlines that it met, and its core-seconds over those of a clairvoyant. */
export type Contender = Pick<Cell, 'policy' | 'met' | 'cost'>;

/** The policy whose share of deadlines and cost the others are held against. */
export const ourPolicy = 'adaptive';

/** What each policy of the benchmark does, in a few words. */
const policyWords: Record<string, string> = {
  'static max': 'the most cpus all the time',
  'mean oracle': 'constant cpus that are just enough on average; knows the job',
  'p98 oracle': 'constant cpus that are enough for 98 % of the jobs; knows the job',
  'ancestor, documented': "the ancestor's law with the constants of its documentation",
  'ancestor, later': "the ancestor's law with the constants of its last version",
  'ancestor, measured': "the ancestor's law, with measured durations",
  'PD, tuned': 'proportional-derivative control of progress',
  'Jockey-like': 'knows the curve of the job, plans with a slack',
  step: "Pacer's law “step”",
  [ourPolicy]: "Pacer's law “adaptive”, the default",
  'informed optimum': 'the best that one can do who knows the job, but not its luck',
};

export function wordsOfPolicy(policy: string): string {
  return policyWords[policy] ?? '';
}

export function inPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** What was replayed. */
export function replayInShort({
  measurements,
  levels,
  iterations,
  deadlineSeconds,
  trials,
}: Replayed): string {
  const bounds = levels.length === 1 ? `at ${levels[0]} cpus` : `from ${levels[0]} to ${levels.at(-1)} cpus`;
  return `${howMany(trials, 'simulated job')} of ${howMany(iterations, 'iteration')} with a deadline of ${lengthOfTime(deadlineSeconds)}, by ${howMany(measurements, 'measurement')} ${bounds}.`;
}

/** The answer in words: how the law of Pacer did, and what the most cpus all the time would have done. */
export function replayInWords({ cells }: Replayed): string {
  const told = (policy: string) => {
    const cell = cells.find((one) => one.policy === policy);
    return cell ? `${inPercent(cell.met)} of the deadlines with ${cell.cost.toFixed(3)} times` : '';
  };
  return `“${ourPolicy}” would have met ${told(ourPolicy)} the least core-seconds; the most cpus all the time, ${told('static max')}.`;
}
