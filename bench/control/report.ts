import { type Cell, type Summary, summaryOf } from './metrics.ts';
import type { Group, Scenario } from './scenario.ts';

const TITLES: Record<Group, string> = {
  feasible: 'Synthetic jobs that can be on time',
  infeasible: 'Jobs that cannot be on time',
  more: 'More jobs, in no average of those above',
  trace: 'Replayed measurements',
};

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}

/** Each cell: deadlines met in per cent / core-seconds over those of the clairvoyant. */
function groupTable(cells: Cell[], scenarios: Scenario[], policies: string[]): string {
  const rows = scenarios.map(({ name }) => [
    name,
    ...policies.map((policy) => {
      const cell = cells.find((one) => one.scenario === name && one.policy === policy);
      return cell ? `${percent(cell.met)}/${cell.cost.toFixed(3)}` : '';
    }),
  ]);
  return table([['met % / cost', ...policies], ...rows]);
}

function summaryTable(summaries: Summary[]): string {
  const rows = summaries.map((one) => [
    one.policy,
    `${percent(one.met, 2)} ± ${percent(one.metError, 2)}`,
    `${percent(one.worst.met)} ${one.worst.scenario}`,
    `${one.cost.toFixed(3)} ± ${one.costError.toFixed(3)}`,
    one.lateness === null ? '-' : percent(one.lateness),
    one.resizes.toFixed(1),
    percent(one.falselyFlagged, 2),
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
    percent(cell.flagged),
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
