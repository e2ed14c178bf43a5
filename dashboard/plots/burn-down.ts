import { areaX, axisY, dot, gridY, lineY, type Markish, ruleY } from '@observablehq/plot';
import type { BurnDown } from '../model/burn-down.ts';
import { type Drawn, drawn, type Frame } from './draw.ts';
import { instants, pauseMarks, timeAxis, timeScale } from './time-axis.ts';

/** Iterations that are left over time, the forecast of the end, the deadline, and each change of the cpus. */
export function burnDownPlot(model: BurnDown, frame: Frame): Drawn {
  const { range, iterations } = model;
  const top = Math.max(iterations, ...model.steps.map(({ left }) => left));
  return drawn(
    frame,
    {
      x: timeScale(range),
      y: { domain: [0, top], label: null, nice: true },
    },
    [
      gridY({ ticks: 4, stroke: 'var(--grid)', strokeOpacity: 1 }),
      axisY({ ticks: 4, label: null, tickFormat: wholeOnly }),
      ...timeAxis(model.range, frame.width),
      ...pauseMarks(model.pauses),
      ruleY([0], { stroke: 'var(--ink-faint)' }),
      ...forecastMarks(model),
      ...instants({ deadlineAt: model.deadlineAt, earlier: model.earlierDeadlines, now: model.now }, range),
      lineY(model.steps, {
        x: ({ at }) => new Date(at),
        y: 'left',
        curve: 'step-after',
        stroke: 'var(--work)',
        strokeWidth: 2.25,
      }),
      dot(model.resizes, {
        x: ({ at }) => new Date(at),
        y: 'left',
        r: 4,
        fill: 'var(--surface)',
        stroke: 'var(--work)',
        strokeWidth: 2,
        title: ({ from, to, sentence }) => `${from} → ${to} cpus: ${sentence}`,
      }),
    ],
  );
}

/** A wedge from where the job stands to the 10 % and the 90 % quantile of its end, and the median as a line. */
function forecastMarks({ forecast }: BurnDown): Markish[] {
  if (!forecast) return [];
  const { from, p10, p50, p90 } = forecast;
  const wedge = [
    { left: from.left, early: from.at, late: from.at },
    { left: 0, early: p10, late: p90 },
  ];
  const median = [
    { at: from.at, left: from.left },
    { at: p50, left: 0 },
  ];
  return [
    areaX(wedge, {
      y: 'left',
      x1: ({ early }) => new Date(early),
      x2: ({ late }) => new Date(late),
      fill: 'var(--forecast)',
      clip: 'frame',
      fillOpacity: 0.25,
    }),
    lineY(median, {
      x: ({ at }) => new Date(at),
      y: 'left',
      stroke: 'var(--forecast)',
      strokeWidth: 2,
      strokeDasharray: '6 4',
      clip: 'frame',
    }),
  ];
}

function wholeOnly(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}
