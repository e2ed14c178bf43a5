import { type Cell, type Summary, summaryOf } from './metrics.ts';
import type { Group, Scenario } from './scenario.ts';

const KNOWS_THE_JOB = 'informed optimum';

interface Row {
  what: string;
  isIn(scenario: Scenario): boolean;
}

const inGroups = (what: string, ...of: Group[]): Row => ({ what, isIn: ({ group }) => of.includes(group) });
const named = (name: string): Row => ({ what: name, isIn: (scenario) => scenario.name === name });

const ROWS: Row[] = [
  inGroups('synthetic jobs that can be on time', 'feasible'),
  named('soft limit'),
  named('I/O-bound'),
  named('Marathon, noisy'),
  inGroups('kinds of jobs', 'kinds'),
  inGroups('generated jobs', 'tight', 'roomy'),
  inGroups('... tight', 'tight'),
  inGroups('... with 1.3 and 2 times the time', 'roomy'),
  inGroups('... declared three times too long', 'misdeclared'),
  inGroups('... that wait between runs', 'waiting'),
];

/** The law in short: deadlines met and cost of each set of jobs, beside one who knows the job, and what must hardly happen. */
export function inShort(cells: Cell[], scenarios: Scenario[]): string[][] {
  const rows = ROWS.flatMap(({ what, isIn }) => {
    const names = new Set(scenarios.filter(isIn).map(({ name }) => name));
    const of = (policy: string) => {
      const chosen = cells.filter((cell) => cell.policy === policy && names.has(cell.scenario));
      return chosen.length === 0 ? null : summaryOf(policy, chosen);
    };
    const law = of('adaptive');
    return law === null ? [] : [rowOf(what, law, of(KNOWS_THE_JOB))];
  });
  const head = [
    'in short',
    'met %',
    'cost',
    'met %, knowing the job',
    'cost, knowing the job',
    'healthy runs killed a job, most',
    'false "cannot be met" %',
    'told 85 to 95 %: mean',
    '... on time if kept',
    'µs',
    'bytes',
  ];
  return rows.length === 0 ? [] : [head, ...rows];
}

function rowOf(what: string, law: Summary, informed: Summary | null): string[] {
  const { claims, told, kept } = law.calibration;
  return [
    what,
    (100 * law.met).toFixed(2),
    law.cost.toFixed(3),
    informed === null ? '-' : (100 * informed.met).toFixed(2),
    informed === null ? '-' : informed.cost.toFixed(3),
    law.healthyKills.toFixed(3),
    (100 * law.falselyFlagged).toFixed(2),
    claims === 0 ? '-' : (100 * told).toFixed(1),
    claims === 0 ? '-' : (100 * kept).toFixed(1),
    law.decisionMicros.toFixed(0),
    String(law.memoryBytes),
  ];
}
