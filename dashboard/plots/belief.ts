import { areaY, axisX, axisY, dot, gridX, gridY, lineY, type Markish, ruleX, text } from '@observablehq/plot';
import type { BeliefModel } from '../model/belief.ts';
import { type Drawn, drawn, type Frame } from './draw.ts';
import { titleFor } from './durations.ts';

/** What the law believes: seconds of an iteration over the cpus, with the measured ones and the chosen allocation. */
export function beliefPlot(model: BeliefModel, frame: Frame): Drawn {
  const { chosen, bounds } = model;
  const scales = {
    x: { domain: [Math.min(bounds.min, chosen), Math.max(bounds.max, chosen)], label: null, inset: 6 },
    y: { domain: [0, highest(model) * 1.1], label: null },
  };
  return drawn(frame, scales, [
    gridX({ ticks: 5, stroke: 'var(--grid)', strokeOpacity: 1 }),
    gridY({ ticks: 4, stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisX({ ticks: 5, label: null }),
    axisY({ ticks: 4, label: null }),
    ...beliefMarks(model),
    ...chosenMarks(model),
    dot(model.iterations, {
      x: 'cpus',
      y: 'seconds',
      r: 3.5,
      fill: 'var(--work)',
      fillOpacity: 0.65,
      title: titleFor(model.iterations),
    }),
  ]);
}

function beliefMarks({ curve }: BeliefModel): Markish[] {
  const band = { x: 'cpus', y1: 'p10', y2: 'p90', fill: 'var(--forecast)', fillOpacity: 0.25 };
  const median = { x: 'cpus', y: 'p50', stroke: 'var(--forecast)', strokeWidth: 2 };
  return [areaY(curve, { ...band, clip: 'frame' }), lineY(curve, { ...median, clip: 'frame' })];
}

function chosenMarks({ chosen, bounds }: BeliefModel): Markish[] {
  const isRight = chosen > (bounds.min + bounds.max) / 2;
  const name = { text: (cpus: number) => `chosen ${cpus}`, fill: 'var(--work)', fontWeight: 600 };
  const place = { frameAnchor: 'top', dy: -12, textAnchor: isRight ? 'end' : 'start' } as const;
  return [
    ruleX([chosen], { stroke: 'var(--work)', strokeWidth: 2 }),
    text([chosen], { ...name, ...place, x: (cpus) => cpus }),
  ];
}

/** The top of the axis, in seconds: a band that is wide for lack of measurements does not press what was measured down. */
function highest({ curve, iterations }: BeliefModel): number {
  const measured = Math.max(0, ...iterations.map(({ seconds }) => seconds));
  const believed = Math.max(0, ...curve.map(({ p90 }) => p90));
  return (measured > 0 ? Math.max(measured, Math.min(believed, 4 * measured)) : believed) || 1;
}
