import { runCommand } from './control/command.ts';
import { progressBar } from './control/progress.ts';
import { seeds } from './control/scenario.ts';
import { judgedFloors, judgedMarks } from './fleet/marks.ts';
import { measure, type Work } from './fleet/measure.ts';
import { type Options, readOptions, USAGE } from './fleet/options.ts';
import { policies } from './fleet/policies.ts';
import { CAVEATS, marksTable, tablesOf } from './fleet/report.ts';
import { summaries, WITHOUT } from './fleet/summary.ts';

const AGENT_CPUS = 4;
const FULL = { loads: [50, 70, 85, 100, 120], trials: 20, jobs: 120, agents: 4 };
/** A smaller cluster is enough to see whether a policy still works. */
const QUICK = { loads: [85], trials: 2, jobs: 60, agents: 2 };

function workOf(options: Options): Work {
  const usual = options.quick ? QUICK : FULL;
  const { policy: wanted, load: loads = usual.loads } = options;
  return {
    loads: loads.map((percent) => percent / 100),
    policies: policies.filter(({ name }) => name === WITHOUT || (wanted?.includes(name) ?? true)),
    trials: options.trials ?? usual.trials,
    seed: options.seed,
    size: options.jobs ?? usual.jobs,
    agents: Array.from({ length: options.agents ?? usual.agents }, () => AGENT_CPUS),
  };
}

function main(options: Options): number {
  const work = workOf(options);
  const measured = measure(work, progressBar('simulating'));
  const all = summaries(measured);
  const judged = options.quick ? judgedFloors(all) : judgedMarks(all);
  const run = {
    trials: work.trials,
    seeds: { from: work.seed, to: work.seed + work.trials - 1 },
    jobs: work.size,
    agents: work.agents,
  };
  if (options.json)
    console.log(JSON.stringify({ ...run, bounds: measured.loads, summaries: all, judged }, null, 2));
  else {
    console.log(
      `fleets: ${work.trials}, jobs of each: ${work.size}, agents: ${work.agents.length} of ${AGENT_CPUS} cpus, seeds: ${run.seeds.from} to ${run.seeds.to} (tuning: ${seeds.tuning} and up)\n`,
    );
    console.log(`${tablesOf(measured, all)}\n\n${marksTable(judged)}\n\n${CAVEATS}`);
  }
  return options.quick && judged.some(({ holds }) => !holds) ? 1 : 0;
}

runCommand({ readOptions, usage: USAGE, main });
