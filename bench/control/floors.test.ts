import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFloors } from './floors.ts';
import { readOptions } from './options.ts';
import { adaptivePolicy } from './policies/policies.ts';
import { runAll } from './run.ts';
import { type Scenario, seeds } from './scenario.ts';
import { scenarios } from './scenarios.ts';

function cellsOf(chosen: Scenario[]) {
  const work = { scenarios: chosen, policies: [adaptivePolicy], trials: 1, seed: seeds.reporting };
  return runAll(work, () => {});
}

test('a choice of the scenarios is held to no floor, as each floor is that of many', () => {
  const cells = cellsOf(scenarios.filter(({ name }) => name === 'pure CPU'));
  const choices = [['--scenario', 'pure'], ['--trace', 'job.csv'], ['--ablation']];
  for (const choice of choices) {
    const { text, holds } = checkFloors(cells, readOptions(['--quick', ...choice]));
    assert.ok(holds);
    assert.match(text, /^No floor was checked/);
  }
});
