import { type Panel, svgFile } from '../../dashboard/files/svg-file.ts';
import type { BurnDown } from '../../dashboard/model/burn-down.ts';
import type { CpuSteps } from '../../dashboard/model/cpu-steps.ts';
import type { Resize } from '../../dashboard/model/resizes.ts';
import type { TimeRange } from '../../dashboard/model/time-range.ts';
import { burnDownPlot } from '../../dashboard/plots/burn-down.ts';
import { cpuStepsPlot } from '../../dashboard/plots/cpu-steps.ts';
import { type Finishes, finishPlot } from './finish-plot.ts';
import { adaptivePolicy } from './policies/policies.ts';
import { hashOf, seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Moment, Outcome } from './simulated-job.ts';
import { simulate } from './simulator.ts';

/** One simulated job from its start to its end. */
interface Life {
  scenario: Scenario;
  moments: Moment[];
  outcome: Outcome;
  range: TimeRange;
}

/** The life of one job under the adaptive law: what is left to do, the forecast of its finish, and its cpus; an SVG file. */
export function burnDown(scenario: Scenario, title: string, seed: number): string {
  const life = lived(scenario, seed);
  const { met, coreSeconds } = life.outcome;
  return svgFile(
    `${title}: ${met ? 'on time' : 'late'}, ${coreSeconds.toFixed(0)} core-seconds`,
    panelsOf(life),
  );
}

function lived(scenario: Scenario, seed: number): Life {
  const moments: Moment[] = [];
  const trial = scenario.draw(seededRandom(hashOf(scenario.name) + seed));
  const watch = (moment: Moment) => moments.push(moment);
  const outcome = simulate(scenario, trial, { law: adaptivePolicy.lawFor(scenario), watch });
  const until = 1.05 * Math.max(1000 * outcome.finishedAt, scenario.plan.deadlineAt);
  return { scenario, moments, outcome, range: { from: 0, until, isCut: false, isSimulated: true } };
}

function panelsOf(life: Life): Panel[] {
  return [
    {
      title: 'Burn-down',
      axes: 'iterations left over seconds from the start; ○ cpus changed',
      draw: (frame) => burnDownPlot(workOf(life), frame),
    },
    {
      title: 'Forecast of the finish',
      axes: 'seconds from the start, over the same; the median, and 10 to 90 %; red: the deadline',
      draw: (frame) => finishPlot(finishesOf(life), frame),
    },
    {
      title: 'Cpus',
      axes: 'cpus held over seconds from the start; dashed: bounds',
      draw: (frame) => cpuStepsPlot(cpusOf(life), frame),
    },
  ];
}

const inMs = ({ at }: Moment) => 1000 * at;

function workOf({ scenario, moments, range }: Life): BurnDown {
  const { iterations, deadlineAt } = scenario.plan;
  const left = (moment: Moment) => iterations - moment.completed;
  return {
    range,
    iterations,
    steps: moments.map((moment) => ({ at: inMs(moment), left: left(moment) })),
    forecast: null,
    deadlineAt,
    earlierDeadlines: [],
    resizes: changed(moments).map(({ moment, resize }) => ({ ...resize, left: left(moment) })),
    pauses: [],
    now: null,
  };
}

function changed(moments: readonly Moment[]): { moment: Moment; resize: Resize }[] {
  return moments.flatMap((moment, i) => {
    const { cpus: to, reason } = moment.decision;
    const from = moments[i - 1]?.decision.cpus ?? to;
    const resize = { at: inMs(moment), from, to, sentence: reason.sentence };
    return from === to ? [] : [{ moment, resize }];
  });
}

function finishesOf({ scenario, moments, range, outcome }: Life): Finishes {
  return {
    range,
    forecasts: moments.map((moment) => ({ at: inMs(moment), ...moment.decision.forecast.finishAt })),
    deadlineAt: scenario.plan.deadlineAt,
    givenUpAt: outcome.flaggedAt === null ? null : 1000 * outcome.flaggedAt,
  };
}

function cpusOf({ scenario, moments, range, outcome }: Life): CpuSteps {
  const { cpus: bounds, deadlineAt } = scenario.plan;
  const held = moments.map((moment) => ({ at: inMs(moment), cpus: moment.decision.cpus }));
  return {
    range,
    steps: [...held, { at: 1000 * outcome.finishedAt, cpus: held.at(-1)?.cpus ?? 0 }],
    bounds,
    resizes: changed(moments).map(({ resize }) => resize),
    used: null,
    deadlineAt,
    pauses: [],
    now: null,
  };
}
