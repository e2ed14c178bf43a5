import { html, svg, type TemplateResult } from 'lit';
import { lengthOfTime } from '../../lib/control/wording.ts';
import { forecastInShort } from '../model/advice.ts';
import { at, type ShownJob } from '../model/shown.ts';
import type { CommonAxis } from '../model/time-scale.ts';
import { fromNow } from '../model/time-text.ts';

const inPercent = (place: number) => `${(100 * place).toFixed(2)}%`;

/** When the job will be done (band from 10 to 90 %, median) and when it has to be, on the axis of all jobs. */
export function forecastBar(job: ShownJob, axis: CommonAxis, now: number): TemplateResult {
  const { placeOf } = axis;
  const deadline = placeOf(at(job.deadlineAt));
  const words = `${forecastInShort(job, now)}; deadline ${fromNow(at(job.deadlineAt), now)}`;
  return html`<svg class="bar" role="img" aria-label=${words} height="26" width="100%">
    <title>${words}</title>
    <line class="bar-now" x1=${inPercent(placeOf(now))} x2=${inPercent(placeOf(now))} y1="0" y2="26" />
    <line class="bar-base" x1=${inPercent(placeOf(now))} x2=${inPercent(deadline)} y1="13" y2="13" />
    ${job.forecast && !job.finishedAt ? band(job.forecast.finishAt, placeOf, at(job.deadlineAt)) : ''}
    <line class="bar-deadline" x1=${inPercent(deadline)} x2=${inPercent(deadline)} y1="2" y2="24" />
  </svg>`;
}

type Quantiles = NonNullable<ShownJob['forecast']>['finishAt'];

function band({ p10, p50, p90 }: Quantiles, placeOf: CommonAxis['placeOf'], deadlineAt: number) {
  const [left, middle, right] = [p10, p50, p90].map((quantile) => placeOf(at(quantile)));
  const width = Math.max(0.004, (right ?? 0) - (left ?? 0));
  const kind = at(p50) > deadlineAt ? 'late' : at(p90) > deadlineAt ? 'risky' : 'fine';
  return svg`<rect class="bar-band ${kind}" x=${inPercent(left ?? 0)} width=${inPercent(width)} y="7" height="12" rx="3" />
    <line class="bar-median ${kind}" x1=${inPercent(middle ?? 0)} x2=${inPercent(middle ?? 0)} y1="4" y2="22" />`;
}

/** The axis above the bars. */
export function axisHead({ ticks, placeOf, isLogarithmic }: CommonAxis, now: number): TemplateResult {
  const words = `time from now${isLogarithmic ? ', logarithmic' : ''}`;
  return html`<svg class="bar-axis" height="20" width="100%" role="img" aria-label=${words}>
    <title>${words}</title>
    <text x=${inPercent(placeOf(now))} y="14" text-anchor="middle">now</text>
    ${ticks.map(({ place, seconds }) => svg`<text x=${inPercent(place)} y="14" text-anchor="middle">${lengthOfTime(seconds)}</text>`)}
  </svg>`;
}
