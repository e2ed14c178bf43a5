import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { burnDown } from './burn-down.ts';
import type { Cell } from './metrics.ts';
import { summaryOf } from './metrics.ts';
import { scenarios } from './scenarios.ts';
import { dot, drawing, frame, label, type Panel, type PlotPoint, placeX, placeY } from './svg.ts';

const OURS = '#c0392b';
const OTHERS = '#34617f';

/** Deadlines met against core-seconds for every policy: the best place is the upper left corner. */
export function metAgainstCost(cells: Cell[], policies: string[]): string {
  const panel: Panel = { left: 60, top: 50, width: 620, height: 400, x: [0.98, 1.56], y: [35, 103] };
  const feasible = scenarios.filter(({ group }) => group === 'feasible').map(({ name }) => name);
  const points = policies.map((policy) => {
    const own = cells.filter((cell) => cell.policy === policy && feasible.includes(cell.scenario));
    const { met, cost } = summaryOf(policy, own);
    return { policy, at: [cost, 100 * met] as PlotPoint };
  });
  const axes = {
    x: [1, 1.1, 1.2, 1.3, 1.4, 1.5],
    y: [40, 50, 60, 70, 80, 90, 100],
    title: 'deadlines met, %',
  };
  return drawing(720, 510, [
    label({ at: [60, 24], text: 'Synthetic jobs that can be on time: deadlines met against cost', size: 15 }),
    frame(panel, axes),
    label({ at: [370, 492], text: 'core-seconds, clairvoyant = 1 (geometric mean)', anchor: 'middle' }),
    ...points.map(({ policy, at }) => dot(panel, at, colorOf(policy))),
    ...names(panel, points),
  ]);
}

interface Named {
  policy: string;
  at: PlotPoint;
}

function colorOf(policy: string): string {
  return policy === 'adaptive' ? OURS : OTHERS;
}

/** Names beside their dots, moved down where they would cover one another. */
function names(panel: Panel, points: Named[]): string[] {
  const placed: PlotPoint[] = [];
  return points
    .toSorted((a, b) => b.at[1] - a.at[1] || a.at[0] - b.at[0])
    .map(({ policy, at }) => {
      const x = placeX(panel, at[0]) + 9;
      let y = placeY(panel, at[1]) + 4;
      while (placed.some((other) => Math.abs(other[1] - y) < 13 && Math.abs(other[0] - x) < 130)) y += 13;
      placed.push([x, y]);
      return label({ at: [x, y], text: policy, color: colorOf(policy) });
    });
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
