import { axisY, dot, gridY, type Markish, ruleX, ruleY } from '@observablehq/plot';
import { lengthOfTime } from '../../lib/control/wording.ts';
import type { Durations, Iteration } from '../model/durations.ts';
import { cpuColor } from './cpu-color.ts';
import { type Drawn, drawn, type Frame } from './draw.ts';
import { timeAxis, timeScale } from './time-axis.ts';

/** How long each iteration took, when it ended, coloured by its cpus. The run that failed last is a line. */
export function durationsPlot(model: Durations, frame: Frame): Drawn {
  const most = Math.max(0, ...model.iterations.map(({ seconds }) => seconds)) || 1;
  const scales = {
    x: timeScale(model.range),
    y: { domain: [0, most * 1.1], label: null },
    color: { type: 'identity' as const },
  };
  return drawn(frame, scales, [
    gridY({ ticks: 4, stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisY({ ticks: 4, label: null }),
    ...timeAxis(model.range, frame.width),
    ruleY([0], { stroke: 'var(--ink-faint)' }),
    iterationMarks(model),
    ...failureMarks(model),
  ]);
}

function iterationMarks({ iterations, cpus: range }: Durations): Markish {
  return dot(iterations, {
    x: ({ endedAt }: Iteration) => new Date(endedAt),
    y: 'seconds',
    r: isMany(iterations) ? 2.5 : 4,
    fill: ({ cpus }: Iteration) => cpuColor(cpus, range),
    title: titleFor(iterations),
  });
}

/** So many dots are small, stand close, and say what they are in the table only: a text for each would cost much of an update. */
function isMany(iterations: readonly unknown[]): boolean {
  return iterations.length > 150;
}

/** What a dot says when it is pointed at; null where there are too many. */
export function titleFor(iterations: readonly unknown[]) {
  if (isMany(iterations)) return null;
  return ({ seconds, cpus }: Pick<Iteration, 'seconds' | 'cpus'>) =>
    `${lengthOfTime(seconds)} with ${cpus} cpus`;
}

function failureMarks({ failed }: Durations): Markish[] {
  if (!failed) return [];
  const x = () => new Date(failed.at);
  const title = () => `a run failed with exit code ${failed.exitCode}`;
  return [
    ruleX([failed], { x, stroke: 'var(--bad)', strokeDasharray: '1 3', strokeWidth: 2 }),
    dot([failed], { x, y: 0, dy: -8, r: 5, symbol: 'times', stroke: 'var(--bad)', strokeWidth: 2.5, title }),
  ];
}
