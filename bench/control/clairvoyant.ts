import { cpuGrid } from '../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { gapBefore, type Scenario, type Trial } from './scenario.ts';

interface Choice {
  seconds: number;
  coreSeconds: number;
}

/** For each iteration what every allocation would take and cost; a run that hangs is given up before it starts. */
function choicesOf(scenario: Scenario, trial: Trial): Choice[][] {
  const { plan, gap } = scenario;
  const grid = cpuGrid(plan.cpus);
  return Array.from({ length: plan.iterations }, (_, iteration) => {
    const before = gapBefore(scenario, trial, iteration);
    return grid.map((cpus) => {
      const run = trial.duration(iteration, trial.hangs(iteration) ? 1 : 0, cpus);
      return { seconds: run + before, coreSeconds: cpus * (run + (gap.reserved ? before : 0)) };
    });
  });
}

function picked(choices: Choice[][], price: number): Choice {
  const total = { seconds: 0, coreSeconds: 0 };
  for (const options of choices) {
    const best = options.reduce((a, b) => (worth(b, price) < worth(a, price) ? b : a));
    total.seconds += best.seconds;
    total.coreSeconds += best.coreSeconds;
  }
  return total;
}

function worth({ seconds, coreSeconds }: Choice, price: number): number {
  return coreSeconds + price * seconds;
}

/**
 * The core-seconds of one who knows every draw beforehand: each iteration gets the cpus that a single price of time makes
 * the cheapest, and the price is the lowest that keeps the deadline. When nothing keeps it, the fastest way is taken.
 */
export function clairvoyantCoreSeconds(scenario: Scenario, trial: Trial): number {
  const choices = choicesOf(scenario, trial);
  const deadline = scenario.plan.deadlineAt / 1000;
  if (picked(choices, 0).seconds <= deadline) return picked(choices, 0).coreSeconds;
  let low = 1e-4;
  let high = 1e4;
  if (picked(choices, high).seconds > deadline) return picked(choices, high).coreSeconds;
  for (let i = 0; i < 30; i++) {
    const middle = Math.sqrt(low * high);
    if (picked(choices, middle).seconds <= deadline) high = middle;
    else low = middle;
  }
  return picked(choices, high).coreSeconds;
}
