import assert from 'node:assert/strict';
import { test } from 'node:test';
import { burnDown } from './burn-down.ts';
import { adaptivePolicy } from './policies/policies.ts';
import { hashOf, seededRandom } from './random.ts';
import { scenarios } from './scenarios.ts';
import type { Moment } from './simulated-job.ts';
import { simulate } from './simulator.ts';

test('the life of a simulated job is drawn by the plots of the page, in seconds from its start', () => {
  const scenario = scenarios.find(({ name }) => name === 'infeasible 0.85') ?? assert.fail();
  const moments: Moment[] = [];
  const trial = scenario.draw(seededRandom(hashOf(scenario.name) + 7));
  const law = adaptivePolicy.lawFor(scenario);
  const { finishedAt, flaggedAt } = simulate(scenario, trial, { law, watch: (each) => moments.push(each) });
  const svg = burnDown(scenario, 'Too late', 7);
  assert.match(svg, /Too late: late, \d+ core-seconds/);
  assert.doesNotMatch(svg, /NaN|var\(|<style/);
  const changes = moments.filter(
    ({ decision }, i) => decision.cpus !== (moments[i - 1] ?? moments[0])?.decision.cpus,
  );
  assert.equal(svg.match(/<circle/g)?.length ?? 0, changes.length);
  assert.ok(flaggedAt !== null && svg.includes('“cannot be met” is said'));
  const deadline = scenario.plan.deadlineAt / 1000;
  const x = 46 + (deadline / (1.05 * Math.max(finishedAt, deadline))) * (760 - 46 - 16);
  const lines = [...svg.matchAll(/<line[^>]*? x1="([\d.]+)"/g)].map(([, at]) => Number(at));
  assert.equal(lines.filter((at) => Math.abs(at - x) < 1).length, 2, `${x} in ${lines}`);
});
