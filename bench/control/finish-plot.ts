import { areaY, axisY, gridY, lineY, type Markish, ruleX, ruleY, text } from '@observablehq/plot';
import type { TimeRange } from '../../dashboard/model/time-range.ts';
import { type Drawn, drawn, type Frame } from '../../dashboard/plots/draw.ts';
import { timeAxis, timeScale } from '../../dashboard/plots/time-axis.ts';

/** The forecast of the finish as it was at each decision. Instants are milliseconds from the start of the job. */
export interface Finishes {
  range: TimeRange;
  forecasts: { at: number; p10: number; p50: number; p90: number }[];
  deadlineAt: number;
  /** When it was first said that the deadline cannot be met. */
  givenUpAt: number | null;
}

type Forecast = Finishes['forecasts'][number];

const x = ({ at }: Forecast) => new Date(at);
const seconds = (key: 'p10' | 'p50' | 'p90') => (forecast: Forecast) => forecast[key] / 1000;

/** The median of the finish and its band over time, with the deadline as a line across; both axes in seconds. */
export function finishPlot({ range, forecasts, deadlineAt, givenUpAt }: Finishes, frame: Frame): Drawn {
  const all = [deadlineAt, ...forecasts.flatMap(({ p10, p90 }) => [p10, p90])].map((each) => each / 1000);
  const y = { domain: [0.95 * Math.min(...all), 1.05 * Math.max(...all)], label: null };
  const band = { x, y1: seconds('p10'), y2: seconds('p90'), fill: 'var(--forecast)', fillOpacity: 0.25 };
  return drawn(frame, { x: timeScale(range), y }, [
    gridY({ ticks: 4, stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisY({ ticks: 4, label: null }),
    ...timeAxis(range, frame.width),
    areaY(forecasts, band),
    lineY(forecasts, { x, y: seconds('p50'), stroke: 'var(--forecast)', strokeWidth: 2 }),
    ruleY([deadlineAt / 1000], { stroke: 'var(--deadline)', strokeWidth: 2 }),
    ...givenUpMarks(givenUpAt),
  ]);
}

function givenUpMarks(givenUpAt: number | null): Markish[] {
  if (givenUpAt === null) return [];
  const at = (instant: number) => new Date(instant);
  const beside = { frameAnchor: 'top', textAnchor: 'start', dy: -12 } as const;
  return [
    ruleX([givenUpAt], { x: at, stroke: 'var(--ink-faint)', strokeDasharray: '4 3' }),
    text([givenUpAt], { x: at, text: () => '“cannot be met” is said', fill: 'var(--ink-soft)', ...beside }),
  ];
}
