import { kinds } from './kinds.ts';
import type { Cell } from './metrics.ts';
import { summaryOf } from './metrics.ts';
import type { Options } from './options.ts';
import { scenarios } from './scenarios.ts';

interface Floor {
  what: string;
  value: number;
  atLeast?: number;
  atMost?: number;
}

const inGroup = (group: 'feasible' | 'infeasible') =>
  scenarios.filter((scenario) => scenario.group === group).map(({ name }) => name);

/** What the quick profile of the adaptive law must keep; looser than the full run by its few trials. */
function floorsOf(cells: Cell[]): Floor[] {
  const ours = cells.filter(({ policy }) => policy === 'adaptive');
  const feasible = ours.filter(({ scenario }) => inGroup('feasible').includes(scenario));
  const infeasible = ours.filter(({ scenario }) => scenario === 'infeasible 0.85');
  const usual = summaryOf(
    'adaptive',
    feasible.filter(({ scenario }) => scenario !== 'hangs'),
  );
  const hangs = feasible.find(({ scenario }) => scenario === 'hangs');
  const marathon = feasible.find(({ scenario }) => scenario === 'Marathon');
  const all = summaryOf('adaptive', feasible);
  const named = ours.filter(({ scenario }) => kinds.some(({ name }) => name === scenario));
  const ofKinds = summaryOf('adaptive', named);
  const generated = summaryOf(
    'adaptive',
    ours.filter(({ scenario }) => /^(tight|roomy) \d/.test(scenario)),
  );
  const waiting = summaryOf(
    'adaptive',
    ours.filter(({ scenario }) => /^waiting |^pause|^long pause|^gaps|^restarts/.test(scenario)),
  );
  return [
    { what: 'deadlines met, mean', value: all.met, atLeast: 0.985 },
    {
      what: `deadlines met, worst but hangs (${usual.worst.scenario})`,
      value: usual.worst.met,
      atLeast: 0.925,
    },
    { what: 'deadlines met, hangs', value: hangs?.met ?? 0, atLeast: 0.85 },
    { what: 'core-seconds over the clairvoyant', value: all.cost, atMost: 1.08 },
    { what: 'false "cannot be met"', value: all.falselyFlagged, atMost: 0.005 },
    { what: '"cannot be met" said of what cannot', value: infeasible[0]?.flagged ?? 0, atLeast: 1 },
    { what: 'resizes of the nominal Marathon job', value: marathon?.resizes ?? 99, atMost: 2 },
    { what: 'deadlines met, kinds of jobs', value: ofKinds.met, atLeast: 0.88 },
    { what: 'core-seconds over the clairvoyant, kinds of jobs', value: ofKinds.cost, atMost: 1.12 },
    { what: 'healthy runs killed a job, at most', value: ofKinds.healthyKills, atMost: 0.3 },
    { what: 'deadlines met, generated jobs', value: generated.met, atLeast: 0.96 },
    { what: 'core-seconds over the clairvoyant, generated jobs', value: generated.cost, atMost: 1.3 },
    { what: 'deadlines met, jobs that wait', value: waiting.met, atLeast: 0.97 },
    {
      what: 'forecasts of 85 to 95 % that are true, jobs that wait',
      value: waiting.calibration.kept,
      atLeast: 0.85,
      atMost: 0.97,
    },
    { what: 'bytes of memory', value: all.memoryBytes, atMost: 1024 },
    { what: 'microseconds per decision', value: all.decisionMicros, atMost: 1000 },
  ];
}

/** One line for each floor, and whether all hold. They are those of all scenarios: a choice of these is held to none. */
export function checkFloors(
  cells: Cell[],
  { scenario, trace, ablation }: Pick<Options, 'scenario' | 'trace' | 'ablation'>,
): { text: string; holds: boolean } {
  if (scenario.length > 0 || trace.length > 0 || ablation)
    return { text: 'No floor was checked: the floors are those of all scenarios of --quick.', holds: true };
  const results = floorsOf(cells).map(({ what, value, atLeast, atMost }) => {
    const holds = value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity);
    const bounds = [
      ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
      ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ];
    return {
      holds,
      line: `${holds ? 'ok  ' : 'FAIL'} ${what}: ${Number(value.toPrecision(4))}, ${bounds.join(' and ')}`,
    };
  });
  return { text: results.map(({ line }) => line).join('\n'), holds: results.every(({ holds }) => holds) };
}
