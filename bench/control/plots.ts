import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svgFile } from '../../dashboard/files/svg-file.ts';
import { metAgainstCostPlot } from '../../dashboard/plots/met-against-cost.ts';
import { burnDown } from './burn-down.ts';
import type { Cell } from './metrics.ts';
import { summaryOf } from './metrics.ts';
import { scenarios } from './scenarios.ts';

/** Deadlines met against core-seconds for every policy, as an SVG file. */
export function metAgainstCost(cells: Cell[], policies: string[]): string {
  const feasible = scenarios.filter(({ group }) => group === 'feasible').map(({ name }) => name);
  const contenders = policies.flatMap((policy) => {
    const own = cells.filter((cell) => cell.policy === policy && feasible.includes(cell.scenario));
    return own.length === 0 ? [] : [summaryOf(policy, own)];
  });
  return svgFile('Synthetic jobs that can be on time', [
    {
      title: 'Deadlines met against cost',
      axes: 'per cent of the deadlines met, over core-seconds; dashed: the clairvoyant, 1 (geometric mean)',
      draw: (frame) => metAgainstCostPlot(contenders, frame),
      height: 420,
    },
  ]);
}

const LIVES = [
  { file: 'burn-down-good', scenario: 'nominal', title: 'A job that goes as expected' },
  { file: 'burn-down-noisy', scenario: 'noise 0.35', title: 'A noisy job' },
  { file: 'burn-down-infeasible', scenario: 'infeasible 0.85', title: 'A job that cannot be on time' },
];

/** Writes all plots into `folder`; `seed` chooses the jobs whose lives are shown. */
export function writePlots(folder: string, all: { cells: Cell[]; policies: string[]; seed: number }): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'met-against-cost.svg'), metAgainstCost(all.cells, all.policies));
  for (const { file, scenario: name, title } of LIVES) {
    const scenario = scenarios.find((one) => one.name === name);
    if (scenario) writeFileSync(join(folder, `${file}.svg`), burnDown(scenario, title, all.seed));
  }
}
