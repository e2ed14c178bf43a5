import { html, nothing, type TemplateResult } from 'lit';
import { percent } from '../../lib/control/wording.ts';
import { frameworkTitle } from '../../lib/job/frameworks.ts';
import { jobLink } from '../api/view-link.ts';
import { adviceFor, forecastInShort } from '../model/advice.ts';
import { at, type ShownJob } from '../model/shown.ts';
import { standingOf } from '../model/standing.ts';
import type { CommonAxis } from '../model/time-scale.ts';
import { clockText, fromNow } from '../model/time-text.ts';
import { forecastBar } from './forecast-bar.ts';
import { progressBar } from './progress-bar.ts';
import { standingBadge } from './standing-badge.ts';

/** A live job as a row of the list. */
export function liveRow(job: ShownJob, axis: CommonAxis, now: number): TemplateResult {
  const advice = adviceFor(job, now);
  return html`<tr role="row" class="job">
    <th role="rowheader" scope="row">${nameOf(job)}${standingBadge(standingOf(job, now))}</th>
    <td role="cell" data-label="progress">${progressBar(job)}</td>
    <td role="cell" data-label="forecast" class="when">
      ${forecastBar(job, axis, now)}
      <span class="small">${forecastInShort(job, now)}${chanceOf(job)} · deadline ${fromNow(at(job.deadlineAt), now)}</span>
    </td>
    <td role="cell" data-label="cpus" class="number"><b>${job.pausedAt ? 0 : job.cpus}</b><span class="small">of ${job.cpuBounds.min} to ${job.cpuBounds.max}</span></td>
    <td role="cell" data-label="why" class="why">
      ${job.problem ? html`<p class="problem">${job.problem}</p>` : nothing}
      ${job.decision && !job.pausedAt ? html`<p>${job.decision.sentence}</p>` : nothing}
      ${advice.length > 0 ? html`<p class="advice"><b>What would help:</b> ${advice.join(' ')}</p>` : nothing}
    </td>
  </tr>`;
}

/** An ended job as a row of the list. */
export function endedRow(job: ShownJob, now: number): TemplateResult {
  return html`<tr role="row" class="job">
    <th role="rowheader" scope="row">${nameOf(job)}${standingBadge(standingOf(job, now))}</th>
    <td role="cell" data-label="progress">${progressBar(job)}</td>
    <td role="cell" data-label="ended" class="when">
      ${job.finishedAt ? html`<time datetime=${job.finishedAt}>${clockText(at(job.finishedAt), now)}</time>` : nothing}
      <span class="small">${forecastInShort(job, now)}</span>
    </td>
    <td role="cell" data-label="core-seconds" class="number"><b>${job.coreSeconds.toFixed(1)}</b><span class="small">core-seconds</span></td>
    <td role="cell" data-label="why" class="why">
      <p>${job.finishSentence ?? nothing}</p>
      ${job.problem && !job.onTime ? html`<p class="problem">${job.problem}</p>` : nothing}
    </td>
  </tr>`;
}

function nameOf({ jobId, name, framework, cluster }: ShownJob): TemplateResult {
  return html`<a class="name" href=${jobLink(jobId)} title=${name}>${name}</a>
    <span class="small">${frameworkTitle(framework)} · ${cluster}</span>`;
}

function chanceOf({ forecast, pausedAt, finishedAt }: ShownJob): string {
  return forecast && !pausedAt && !finishedAt ? `, ${percent(forecast.onTimeProbability)} on time` : '';
}
