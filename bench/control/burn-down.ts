import { adaptivePolicy } from './policies/policies.ts';
import { hashOf, seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Moment } from './simulated-job.ts';
import { simulate } from './simulator.ts';
import { band, drawing, frame, label, line, type Panel, type PlotPoint, stairs, ticksOf } from './svg.ts';

const [BLUE, RED, GREY] = ['#34617f', '#c0392b', '#7b8794'];

/** The life of one job under the adaptive law: what is left to do, the forecast of its finish, and its cpus. */
export function burnDown(scenario: Scenario, title: string, seed: number): string {
  const moments: Moment[] = [];
  const trial = scenario.draw(seededRandom(hashOf(scenario.name) + seed));
  const outcome = simulate(scenario, trial, {
    law: adaptivePolicy.lawFor(scenario),
    watch: (moment) => moments.push(moment),
  });
  const until = 1.05 * Math.max(outcome.finishedAt, scenario.plan.deadlineAt / 1000);
  const verdict = outcome.met ? 'on time' : 'late';
  return drawing(760, 700, [
    label({
      at: [70, 24],
      text: `${title}: ${verdict}, ${outcome.coreSeconds.toFixed(0)} core-seconds`,
      size: 15,
    }),
    ...workPanel(scenario, moments, until),
    ...forecastPanel(scenario, moments, until),
    ...cpusPanel(scenario, moments, until),
    label({ at: [380, 692], text: 'seconds since the start', anchor: 'middle' }),
  ]);
}

function panelAt(top: number, x: number, y: [number, number]): Panel {
  return { left: 70, top, width: 650, height: 160, x: [0, x], y };
}

function deadlineParts(scenario: Scenario, panel: Panel): string[] {
  const { deadlineAt, deviation } = scenario.plan;
  const deadline = deadlineAt / 1000;
  const early = (1 - deviation) * deadline;
  const side = (x: number): PlotPoint[] => [
    [x, panel.y[0]],
    [x, panel.y[1]],
  ];
  return [band(panel, { low: side(early), high: side(deadline) }, RED), line(panel, side(deadline), RED)];
}

function workPanel(scenario: Scenario, moments: Moment[], until: number): string[] {
  const { iterations } = scenario.plan;
  const panel = panelAt(60, until, [0, iterations]);
  const left = moments.map(({ at, completed }): PlotPoint => [at, iterations - completed]);
  const title = 'iterations left; red: the deadline and the band before it';
  return [
    ...deadlineParts(scenario, panel),
    frame(panel, { x: ticksOf(panel.x, 8), y: ticksOf(panel.y, 4), title }),
    line(panel, stairs(left, until), BLUE),
  ];
}

function forecastPanel(scenario: Scenario, moments: Moment[], until: number): string[] {
  const deadline = scenario.plan.deadlineAt / 1000;
  const at = (key: 'p10' | 'p50' | 'p90') =>
    moments.map(({ at, decision }): PlotPoint => [at, decision.forecast.finishAt[key] / 1000]);
  const finishes = [...at('p10'), ...at('p90')].map(([, finish]) => finish);
  const panel = panelAt(280, until, [
    0.95 * Math.min(deadline, ...finishes),
    1.05 * Math.max(deadline, ...finishes),
  ]);
  const flat: PlotPoint[] = [
    [0, deadline],
    [until, deadline],
  ];
  return [
    band(panel, { low: at('p10'), high: at('p90') }, BLUE),
    frame(panel, {
      x: ticksOf(panel.x, 8),
      y: ticksOf(panel.y, 4),
      title: 'forecast of the finish in seconds: median, and 10 % to 90 %; red: the deadline',
    }),
    line(panel, at('p50'), BLUE),
    line(panel, flat, RED),
    ...flagMark(panel, moments),
  ];
}

function flagMark(panel: Panel, moments: Moment[]): string[] {
  const first = moments.find(({ decision }) => decision.outlook === 'cannot-be-met');
  if (first === undefined) return [];
  const side: PlotPoint[] = [
    [first.at, panel.y[0]],
    [first.at, panel.y[1]],
  ];
  const x = panel.left + (panel.width * first.at) / panel.x[1] + 5;
  return [
    line(panel, side, GREY, '4 3'),
    label({ at: [x, panel.top + 150], text: '"cannot be met" is said', color: GREY }),
  ];
}

function cpusPanel({ plan }: Scenario, moments: Moment[], until: number): string[] {
  const panel = panelAt(500, until, [0, 1.05 * plan.cpus.max]);
  const cpus = moments.map(({ at, decision }): PlotPoint => [at, decision.cpus]);
  return [
    frame(panel, { x: ticksOf(panel.x, 8), y: ticksOf(panel.y, 4), title: 'cpus' }),
    line(panel, stairs(cpus, moments.at(-1)?.at ?? until), BLUE),
  ];
}
