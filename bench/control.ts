import { basename } from 'node:path';
import { runCommand } from './control/command.ts';
import { families, waits } from './control/families.ts';
import { checkFloors } from './control/floors.ts';
import { kinds } from './control/kinds.ts';
import { type Options, readOptions, USAGE } from './control/options.ts';
import { writePlots } from './control/plots.ts';
import { adaptivePolicy, policies } from './control/policies/policies.ts';
import { variants } from './control/policies/variants.ts';
import { progressBar } from './control/progress.ts';
import { readText } from './control/read-text.ts';
import { reportOf } from './control/report.ts';
import { runAll } from './control/run.ts';
import { type Scenario, seeds } from './control/scenario.ts';
import { scenarios } from './control/scenarios.ts';
import { parseNoise, parseTrace, traceScenario } from './control/trace.ts';

const FULL_TRIALS = 400;
const QUICK_TRIALS = 40;
/** The quick profile looks at so many generated jobs, and the full one at so many. */
const QUICK_FAMILY = 12;
const FAMILY = 100;

function replays(options: Options): Scenario[] {
  const noise = options.noise === undefined ? [] : parseNoise(readText(options.noise), options.noise);
  return options.trace.map((file) =>
    traceScenario(parseTrace(readText(file), basename(file)), noise, {
      iterations: options.iterations,
      deadlineCpus: options['deadline-cpus'] ?? null,
      deadlineFactor: options['deadline-factor'],
      declaredSeconds: options.declared ?? null,
      initialCpus: options['initial-cpus'] ?? null,
      restartSeconds: options.restart,
      target: options.target,
    }),
  );
}

function chosenScenarios(options: Options): Scenario[] {
  if (options.trace.length > 0) return replays(options);
  const wanted = options.scenario;
  const synthetic = [...scenarios, ...kinds];
  if (options.ablation) return synthetic;
  const size = options.quick ? QUICK_FAMILY : FAMILY;
  const generated = [...families(options.seed, size), ...waits(options.seed, size)];
  const all = [...synthetic, ...generated];
  if (wanted.length === 0) return all;
  return all.filter(({ name }) => wanted.some((part) => name.includes(part)));
}

function chosenPolicies(options: Options) {
  if (options.ablation) return variants;
  return options.quick ? [adaptivePolicy] : policies;
}

function main(options: Options): number {
  const chosen = chosenScenarios(options);
  if (chosen.length === 0) throw new RangeError('no scenario has such a name');
  const contenders = chosenPolicies(options);
  const names = contenders.map(({ name }) => name);
  const trials = options.trials ?? (options.quick ? QUICK_TRIALS : FULL_TRIALS);
  const work = { scenarios: chosen, policies: contenders, trials, seed: options.seed };
  const cells = runAll(work, progressBar('simulating'));
  const run = { trials, seeds: { from: options.seed, to: options.seed + trials - 1, tuning: seeds.tuning } };
  if (options.plots) writePlots(options.plots, { cells, policies: names, seed: options.seed });
  const floors = options.quick ? checkFloors(cells, options) : null;
  if (options.json) console.log(JSON.stringify({ ...run, cells, floors }, null, 2));
  else {
    console.log(
      `${trials} trials per scenario, seeds ${run.seeds.from} to ${run.seeds.to} (tuning: ${seeds.tuning} and up)\n`,
    );
    console.log(reportOf(cells, chosen, names));
    if (floors) console.log(`\n${floors.text}`);
  }
  return floors === null || floors.holds ? 0 : 1;
}

runCommand({ readOptions, usage: USAGE, main });
