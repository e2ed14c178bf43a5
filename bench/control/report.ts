import { table as alignedTable } from '../../cli/text/table.ts';
import { type Cell, type Summary, summaryOf } from './metrics.ts';
import type { Group, Scenario } from './scenario.ts';

const TITLES: Record<Group, string> = {
  feasible: 'Synthetic jobs that can be on time',
  infeasible: 'Jobs that cannot be on time',
  more: 'More jobs, in no average of those above',
  trace: 'Replayed measurements',
};

/** The first column names, the others hold numbers. */
function table(rows: string[][]): string {
  return alignedTable(rows, (column) => column > 0).join('\n');
}

function inPercent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}

/** Each cell: deadlines met in per cent / core-seconds over those of the clairvoyant. */
function groupTable(cells: Cell[], scenarios: Scenario[], policies: string[]): string {
  const rows = scenarios.map(({ name }) => [
    name,
    ...policies.map((policy) => {
      const cell = cells.find((one) => one.scenario === name && one.policy === policy);
      return cell ? `${inPercent(cell.met)}/${cell.cost.toFixed(3)}` : '';
    }),
  ]);
  return table([['met % / cost', ...policies], ...rows]);
}

function summaryTable(summaries: Summary[]): string {
  const rows = summaries.map((one) => [
    one.policy,
    `${inPercent(one.met, 2)} ± ${inPercent(one.metError, 2)}`,
    `${inPercent(one.worst.met)} ${one.worst.scenario}`,
    `${one.cost.toFixed(3)} ± ${one.costError.toFixed(3)}`,
    one.lateness === null ? '-' : inPercent(one.lateness),
    one.resizes.toFixed(1),
    inPercent(one.falselyFlagged, 2),
    one.decisionMicros.toFixed(0),
    String(one.memoryBytes),
  ]);
  const head = [
    'policy',
    'met %',
    'worst',
    'cost',
    'late by % of D',
    'resizes',
    'false cannot %',
    'µs',
    'bytes',
  ];
  return table([head, ...rows]);
}

function flagTable(cells: Cell[]): string {
  const flagged = cells.filter((cell) => cell.flaggedAt !== null);
  const rows = flagged.map((cell) => [
    `${cell.policy}: ${cell.scenario}`,
    inPercent(cell.flagged),
    cell.flaggedAt?.median.toFixed(2) ?? '',
    cell.flaggedAt?.latest.toFixed(2) ?? '',
  ]);
  return table([['first "cannot be met"', 'trials %', 'median / D', 'latest / D'], ...rows]);
}

/** The whole benchmark as text. */
export function reportOf(cells: Cell[], scenarios: Scenario[], policies: string[]): string {
  const groups: Group[] = ['feasible', 'infeasible', 'more', 'trace'];
  const parts = groups.flatMap((group) => {
    const members = scenarios.filter((scenario) => scenario.group === group);
    if (members.length === 0) return [];
    const names = members.map(({ name }) => name);
    const inGroup = cells.filter(({ scenario }) => names.includes(scenario));
    const summaries = policies.map((policy) =>
      summaryOf(
        policy,
        inGroup.filter((cell) => cell.policy === policy),
      ),
    );
    const last = group === 'infeasible' ? flagTable(inGroup) : summaryTable(summaries);
    return [`## ${TITLES[group]}`, groupTable(inGroup, members, policies), last];
  });
  return parts.join('\n\n');
}
