import { cpuGrid } from '../../../lib/control/adaptive/speed-model/cpu-grid.ts';
import type { Plan, Situation } from '../../../lib/control/law.ts';
import type { Scenario } from '../scenario.ts';
import { gridAtLeast, lawOf, type Numbers, type Policy } from './policy.ts';

const SLACK = 1.2;
const DEAD_ZONE = 0.05;
const SMOOTHING = 0.2;

/**
 * Like Jockey: it knows the true curve, off by the factor that the declared duration is off, takes the fewest cpus whose
 * predicted rest with a slack ends before the deadline less a dead zone, and moves a fifth of the way at each report.
 */
export const jockey: Policy = {
  name: 'Jockey-like',
  lawFor: (scenario) =>
    lawOf('Jockey-like', {
      begin: () => ({ smooth: rawCpus(scenario, { now: 0, completed: 0 }) }),
      cpus: (numbers, situation, plan) => decided(scenario, { numbers, situation, plan }),
    }),
};

function decided(scenario: Scenario, at: { numbers: Numbers; situation: Situation; plan: Plan }) {
  const { situation, plan } = at;
  const before = at.numbers.smooth ?? plan.initialCpus;
  const started = situation.completed > 0;
  if (started && situation.newlyCompleted === 0) return { cpus: situation.cpus, numbers: at.numbers };
  const smooth = before + SMOOTHING * (rawCpus(scenario, situation) - before);
  return { cpus: gridAtLeast(cpuGrid(plan.cpus), smooth), numbers: { smooth } };
}

function rawCpus({ plan, meanSeconds, gap }: Scenario, at: Pick<Situation, 'now' | 'completed'>): number {
  const error = plan.iterationDurationSeconds / meanSeconds(plan.initialCpus);
  const left = plan.iterations - at.completed;
  const until = plan.deadlineAt - DEAD_ZONE * (plan.deadlineAt - plan.startedAt);
  const ends = (cpus: number) => at.now + 1000 * SLACK * left * (error * meanSeconds(cpus) + gap.seconds);
  const grid = cpuGrid(plan.cpus);
  return grid.find((cpus) => ends(cpus) <= until) ?? fastest(grid, ends);
}

function fastest(grid: number[], ends: (cpus: number) => number): number {
  return grid.reduce((best, cpus) => (ends(cpus) < ends(best) - 1e-9 ? cpus : best));
}
