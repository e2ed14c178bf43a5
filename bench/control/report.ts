import { table as alignedTable } from '../../cli/text/table.ts';
import { type Calibration, pooled } from './calibration.ts';
import { inShort } from './in-short.ts';
import { type Cell, type Summary, summaryOf } from './metrics.ts';
import { overInformed } from './over-informed.ts';
import { type Group, groups, type Scenario } from './scenario.ts';

const TITLES: Record<Group, string> = {
  feasible: 'Synthetic jobs that can be on time',
  infeasible: 'Jobs that cannot be on time',
  more: 'More jobs, in no average of those above',
  kinds: 'Kinds of jobs that real ones taught',
  tight: 'Generated jobs, deadline at the mean total of the declared cpus',
  roomy: 'Generated jobs, deadline 1.3 and 2 times that',
  misdeclared: 'Those of 1.3 again, declared three times too long',
  waiting: 'Generated jobs with pauses, gaps that vary or restarts of two sizes',
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
    one.healthyKills.toFixed(2),
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
    'healthy runs killed, most',
    'false cannot %',
    'µs',
    'bytes',
  ];
  return table([head, ...rows]);
}

/** Of the forecasts of about 90 % of the adaptive law, how many would have been true with the cpus that they were told of. */
function calibrationTable(cells: Cell[]): string[] {
  const told = cells.filter(({ policy, calibration }) => policy === 'adaptive' && calibration.claims > 0);
  if (told.length === 0) return [];
  const rowOf = (what: string, { claims, told: mean, kept }: Calibration) => [
    what,
    String(claims),
    inPercent(mean),
    inPercent(kept),
  ];
  const rows = told.map(({ scenario, calibration }) => rowOf(scenario, calibration));
  const all = rowOf('all', pooled(told.map(({ calibration }) => calibration)));
  return [table([['told "85 to 95 %" on time', 'forecasts', 'told %', 'true %'], ...rows, all])];
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
    const isGenerated = ['tight', 'roomy', 'misdeclared', 'waiting'].includes(group);
    const each = isGenerated ? [] : [groupTable(inGroup, members, policies)];
    const over = group === 'infeasible' ? [] : overInformed(summaries);
    const calibration = group === 'kinds' || group === 'waiting' ? calibrationTable(inGroup) : [];
    return [`## ${TITLES[group]}`, ...each, last, ...over, ...calibration];
  });
  const short = inShort(cells, scenarios);
  return [...parts, ...(short.length === 0 ? [] : [table(short)])].join('\n\n');
}
