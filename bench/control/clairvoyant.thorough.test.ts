import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clairvoyantCoreSeconds } from './clairvoyant.ts';
import { policies } from './policies/policies.ts';
import { hashOf, seededRandom } from './random.ts';
import { scenarios } from './scenarios.ts';
import { simulate } from './simulator.ts';

test('the clairvoyant costs no more than any policy that meets the deadline without giving a run up', () => {
  for (const scenario of scenarios.filter(({ group }) => group === 'feasible')) {
    const trial = scenario.draw(seededRandom(hashOf(scenario.name) + 7));
    const best = clairvoyantCoreSeconds(scenario, trial);
    for (const policy of policies) {
      const outcome = simulate(scenario, trial, { law: policy.lawFor(scenario) });
      if (outcome.met && outcome.kills === 0) assert.ok(outcome.coreSeconds >= 0.999 * best, policy.name);
    }
  }
});
