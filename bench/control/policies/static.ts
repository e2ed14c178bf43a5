import { cpuGrid } from '../../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { hashOf, seededRandom } from '../random.ts';
import { type Scenario, seeds } from '../scenario.ts';
import { simulate } from '../simulator.ts';
import { lawOf, type Policy } from './policy.ts';

function constantly(cpus: number) {
  return lawOf('static', { begin: () => ({}), cpus: (numbers) => ({ cpus, numbers }) });
}

/** The most cpus that the job may have, from beginning to end. */
export const staticMax: Policy = {
  name: 'static max',
  lawFor: ({ plan }) => constantly(plan.cpus.max),
};

/** The fewest constant cpus at which the mean of the true times ends on the deadline. */
export const meanOracle: Policy = {
  name: 'mean oracle',
  lawFor: ({ plan, gap, meanSeconds }) => {
    const deadline = plan.deadlineAt / 1000;
    const grid = cpuGrid(plan.cpus);
    const enough = grid.find(
      (cpus) => plan.iterations * (meanSeconds(cpus) + gap.seconds) <= deadline + 1e-6,
    );
    return constantly(enough ?? plan.cpus.max);
  },
};

const ORACLE_TRIALS = 300;
const ORACLE_MET = 0.98;

/** The fewest constant cpus that meet 98 % of the tuning draws: it knows the curve and the noise, not the draws. */
export const p98Oracle: Policy = {
  name: 'p98 oracle',
  lawFor: (scenario) => constantly(surelyEnough(scenario)),
};

function surelyEnough(scenario: Scenario): number {
  const trials = Array.from({ length: ORACLE_TRIALS }, (_, i) =>
    scenario.draw(seededRandom(hashOf(scenario.name) + seeds.tuning + i)),
  );
  const met = (cpus: number) => {
    const law = constantly(cpus);
    return trials.filter((trial) => simulate(scenario, trial, { law }).met).length / trials.length;
  };
  const grid = cpuGrid(scenario.plan.cpus);
  let low = 0;
  let high = grid.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (met(grid[middle] ?? 0) >= ORACLE_MET) high = middle;
    else low = middle + 1;
  }
  return grid[high] ?? scenario.plan.cpus.max;
}
