import { cpuGrid } from '../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { gapBefore, type Scenario, type Trial } from './scenario.ts';

/** Where a job stands between two runs, in seconds from its start. */
export interface Standing {
  scenario: Scenario;
  trial: Trial;
  now: number;
  completed: number;
}

/** When the job would end with the fastest cpus for each iteration from now on. */
export function endAtFastest({ scenario, trial, ...from }: Standing): number {
  const grid = cpuGrid(scenario.plan.cpus);
  return endOf({ scenario, trial, ...from }, (iteration, attempt) =>
    Math.min(...grid.map((cpus) => trial.duration(iteration, attempt, cpus))),
  );
}

/** When the job would end with these cpus to the end. */
export function endAt(standing: Standing, cpus: number): number {
  return endOf(standing, (iteration, attempt) => standing.trial.duration(iteration, attempt, cpus));
}

/** A run that hangs is given up before it starts. */
function endOf(
  { scenario, trial, now, completed }: Standing,
  secondsOf: (iteration: number, attempt: number) => number,
): number {
  let endsAt = now;
  for (let iteration = completed; iteration < scenario.plan.iterations; iteration++) {
    endsAt += gapBefore(scenario, trial, iteration) + secondsOf(iteration, trial.hangs(iteration) ? 1 : 0);
  }
  return endsAt;
}
