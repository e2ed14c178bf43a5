import { clairvoyantCoreSeconds } from './clairvoyant.ts';
import { type Cell, cellOf } from './metrics.ts';
import type { Policy } from './policies/policy.ts';
import { hashOf, seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulator.ts';

export interface Work {
  scenarios: Scenario[];
  policies: Policy[];
  trials: number;
  /** The first seed; trial i has the i-th after it. */
  seed: number;
}

/** Every policy on every scenario with the same draws; `onProgress` hears the share that is done. */
export function runAll(work: Work, onProgress: (share: number) => void): Cell[] {
  const total = work.scenarios.length * work.policies.length;
  const cells: Cell[] = [];
  for (const scenario of work.scenarios) {
    const trials = Array.from({ length: work.trials }, (_, i) =>
      scenario.draw(seededRandom(hashOf(scenario.name) + work.seed + i)),
    );
    const clairvoyant = trials.map((trial) => clairvoyantCoreSeconds(scenario, trial));
    for (const policy of work.policies) {
      const law = policy.lawFor(scenario);
      const outcomes = trials.map((trial, i) => {
        const outcome = simulate(scenario, trial, { law });
        onProgress((cells.length + (i + 1) / trials.length) / total);
        return outcome;
      });
      cells.push(cellOf(scenario, policy.name, { outcomes, clairvoyant }));
    }
  }
  return cells;
}
