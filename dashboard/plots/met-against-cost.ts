import { axisX, axisY, dot, gridX, gridY, link, type Markish, ruleX, text } from '@observablehq/plot';
import { type Contender, ourPolicy } from '../model/contenders.ts';
import { type Drawn, drawn, type Frame, margins } from './draw.ts';
import { type Place, placed } from './placed-names.ts';

/** Deadlines met, in per cent, against cost: the best place is the upper left corner. */
export function metAgainstCostPlot(contenders: readonly Contender[], frame: Frame): Drawn {
  const x = costRange(contenders);
  const y = metRange(contenders);
  const names = placed(
    contenders.map(({ policy, met, cost }) => ({ name: policy, x: cost, y: 100 * met })),
    {
      x,
      y,
      left: margins.marginLeft,
      right: frame.width - margins.marginRight,
      top: margins.marginTop,
      bottom: frame.height - margins.marginBottom,
    },
  );
  return drawn(frame, { x: { domain: x, label: null }, y: { domain: y, label: null } }, [
    gridX({ ticks: 5, stroke: 'var(--grid)', strokeOpacity: 1 }),
    gridY({ ticks: 5, stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisX({ ticks: 5, label: null }),
    axisY({ ticks: 5, label: null }),
    ruleX([1], { stroke: 'var(--ink-faint)', strokeDasharray: '3 3' }),
    ...nameMarks(names),
    dot(contenders, {
      x: 'cost',
      y: ({ met }: Contender) => 100 * met,
      r: 5,
      fill: ({ policy }: Contender) => colourOf(policy),
      title: ({ policy, met, cost }: Contender) =>
        `${policy}: ${(100 * met).toFixed(1)} % met, cost ${cost.toFixed(3)}`,
    }),
  ]);
}

/** From the cost of the clairvoyant, 1, or the cheapest, to the most expensive, with room for the dots. */
function costRange(contenders: readonly Contender[]): [number, number] {
  const costs = contenders.map(({ cost }) => cost);
  const least = Math.min(1, ...costs);
  const most = Math.max(least + 0.01, ...costs);
  const room = 0.04 * (most - least);
  return [least - room, most + room];
}

function metRange(contenders: readonly Contender[]): [number, number] {
  const worst = Math.min(90, ...contenders.map(({ met }) => 100 * met));
  const room = 0.06 * (100 - worst);
  return [Math.max(0, worst - room), 100 + room];
}

function colourOf(policy: string): string {
  return policy === ourPolicy ? 'var(--deadline)' : 'var(--work)';
}

/** Each name beside its dot; a line leads to one that had to give way. */
function nameMarks(names: readonly Place[]): Markish[] {
  const lines = names.filter(({ isMoved }) => isMoved);
  return [
    link(lines, {
      x1: 'x',
      y1: 'y',
      x2: 'nameX',
      y2: 'nameY',
      stroke: 'var(--ink-faint)',
      strokeWidth: 0.75,
    }),
    ...(['start', 'end'] as const).map((textAnchor) =>
      text(
        names.filter(({ isLeft }) => isLeft === (textAnchor === 'end')),
        { x: 'nameX', y: 'nameY', text: 'name', textAnchor, fill: ({ name }: Place) => colourOf(name) },
      ),
    ),
  ];
}
