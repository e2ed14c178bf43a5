import { areaY, axisY, dot, gridY, lineY, type Markish, ruleY, text } from '@observablehq/plot';
import type { CpuSteps } from '../model/cpu-steps.ts';
import { type Drawn, drawn, type Frame } from './draw.ts';
import { instants, pauseMarks, timeAxis, timeScale } from './time-axis.ts';

/** The cpus that the job held, between its bounds, with what was really used where that is known. */
export function cpuStepsPlot(model: CpuSteps, frame: Frame): Drawn {
  const { range, bounds, deadlineAt, now } = model;
  const most = Math.max(bounds.max, ...model.steps.map(({ cpus }) => cpus));
  return drawn(frame, { x: timeScale(range), y: { domain: [0, most * 1.08], label: null } }, [
    gridY({ ticks: 4, stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisY({ ticks: 4, label: null }),
    ...timeAxis(range, frame.width),
    ...pauseMarks(model.pauses),
    ruleY([0], { stroke: 'var(--ink-faint)' }),
    ...boundMarks(bounds),
    ...instants({ deadlineAt, now }, range),
    ...heldMarks(model),
    ...usedMarks(model),
  ]);
}

function boundMarks({ min, max }: CpuSteps['bounds']): Markish[] {
  return [
    ruleY([min, max], { stroke: 'var(--ink-faint)', strokeDasharray: '6 3' }),
    text([max], {
      y: (cpus) => cpus,
      text: (cpus) => `most ${cpus}`,
      frameAnchor: 'left',
      dx: 4,
      dy: -7,
      textAnchor: 'start',
      fill: 'var(--ink-soft)',
    }),
  ];
}

function heldMarks({ steps }: CpuSteps): Markish[] {
  const x = ({ at }: CpuSteps['steps'][number]) => new Date(at);
  return [
    areaY(steps, { x, y: 'cpus', curve: 'step-after', fill: 'var(--work)', fillOpacity: 0.15 }),
    lineY(steps, { x, y: 'cpus', curve: 'step-after', stroke: 'var(--work)', strokeWidth: 2.25 }),
  ];
}

function usedMarks({ used }: CpuSteps): Markish[] {
  if (!used) return [];
  return [
    dot([used], {
      x: ({ at }) => new Date(at),
      y: 'cpus',
      r: 4.5,
      symbol: 'diamond',
      fill: 'var(--used)',
      title: ({ cpus }) => `really used: ${cpus.toFixed(2)} cpus`,
    }),
  ];
}
