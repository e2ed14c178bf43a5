import { table as alignedTable } from '../../cli/text/table.ts';
import type { Judged } from './marks.ts';
import type { Measured } from './measure.ts';
import type { Summary } from './summary.ts';

const inPercent = (share: number, digits = 1) => (100 * share).toFixed(digits);

/** The first column names, the others hold numbers. */
const table = (rows: string[][]) => alignedTable(rows, (column) => column > 0).join('\n');

const HEAD = [
  'policy',
  'met %',
  'by class %',
  'more, paired',
  'misses ÷ off',
  'of the way %',
  'core-s ÷ best',
  'queue s',
  'late %',
  'longest wait',
  'resizes',
  'runs behind',
];

/** One table for each load: the policies side by side on the same fleets. */
export function tablesOf({ loads }: Measured, all: Summary[]): string {
  return loads
    .map(({ load, bound }) => {
      const rows = all.filter((one) => one.load === load).map(rowOf);
      return `Offered load ${inPercent(load, 0)} %, bound ${inPercent(bound)} %\n${table([HEAD, ...rows])}`;
    })
    .join('\n\n');
}

function rowOf(summary: Summary): string[] {
  const { policy, met, metError, metByClass, against } = summary;
  return [
    policy,
    `${inPercent(met)} ± ${inPercent(metError)}`,
    metByClass.map((share) => inPercent(share, 0)).join(' / '),
    against === null ? '-' : `${inPercent(against.metMore)} ± ${inPercent(against.metMoreError)}`,
    against === null ? '-' : against.misses.toFixed(2),
    against === null ? '-' : inPercent(against.gapClosed, 0),
    summary.cost.toFixed(3),
    summary.queueSeconds.toFixed(0),
    inPercent(summary.lateness, 0),
    summary.longestWait.toFixed(2),
    summary.resizes.toFixed(1),
    summary.runsBehind.toFixed(1),
  ];
}

/** What was measured beside what is to be reached. */
export function marksTable(judged: Judged[]): string {
  const rows = judged.map(({ policy, load, what, value, bound, holds }) => [
    `${policy}, ${inPercent(load, 0)} %: ${what}`,
    value.toFixed(2),
    bound,
    holds ? 'ok' : 'FAIL',
  ]);
  return table([['to be reached', 'is', 'should be', ''], ...rows]);
}

/** What the numbers do not say. */
export const CAVEATS = `All policies see the same jobs, draws and launches; ± is the standard error over the trials. "of the way" is from off to the bound,
which takes jobs for fluid and knows all draws: nobody can reach it. "late" is of all jobs, by their time to the deadline. "longest
wait" is the longest time in which a job had no run, over the length of that job. Simulated are Chronos' queue, its offers and its
agents, not memory, other tenants or failures. Pacer has what "yield" says. The gates are
simulations only: they see the free cpus of each agent at once, and but for "any agent" each run is bound to the agent that holds it.`;
