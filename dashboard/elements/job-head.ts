import { html, nothing, type TemplateResult } from 'lit';
import { percent } from '../../lib/control/wording.ts';
import { frameworkTitle } from '../../lib/job/frameworks.ts';
import { adviceFor, forecastInShort } from '../model/advice.ts';
import { at, type DetailedJob } from '../model/shown.ts';
import { standingOf } from '../model/standing.ts';
import { clockText, fromNow } from '../model/time-text.ts';
import { progressBar } from './progress-bar.ts';
import { standingBadge } from './standing-badge.ts';

/** Name, standing, why, what would help, and the numbers. */
export function jobHead(job: DetailedJob, now: number): TemplateResult {
  const advice = adviceFor(job, now);
  const sentence = job.finishSentence ?? (job.pausedAt ? undefined : job.decision?.sentence);
  return html`<header class="job-head">
    <p class="crumb"><a href="#/">Jobs</a></p>
    <h2>${job.name} ${standingBadge(standingOf(job, now))}</h2>
    <p class="small">${frameworkTitle(job.framework)} · cluster ${job.cluster} · law ${job.law} · <code>${job.jobId}</code>${job.launchedBy ? ` · launched by ${job.launchedBy}` : ''}</p>
    ${sentence ? html`<p class="sentence">${sentence}</p>` : nothing}
    ${job.problem ? html`<p class="problem">${job.problem}</p>` : nothing}
    ${advice.length > 0 ? html`<p class="advice"><b>What would help:</b> ${advice.join(' ')}</p>` : nothing}
    ${job.cancelRequested ? html`<p class="advice">It is being cancelled.</p>` : nothing}
    ${job.ending ? html`<p class="advice">Still to be done: ${job.ending.left.join(', ')}.</p>` : nothing}
    <dl class="numbers">${numbers(job, now)}</dl>
  </header>`;
}

function numbers(job: DetailedJob, now: number): TemplateResult[] {
  const { forecast, deadlineAt, finishedAt, pausedAt } = job;
  const number = (name: string, value: unknown, more: unknown = '') =>
    html`<div><dt>${name}</dt><dd>${value}</dd><dd class="small">${more}</dd></div>`;
  const isForecast = forecast && !finishedAt && !pausedAt;
  return [
    number('done', progressBar(job), job.failures > 0 ? `${job.failures} runs failed` : ''),
    number('deadline', clockText(at(deadlineAt), now), finishedAt ? '' : fromNow(at(deadlineAt), now)),
    isForecast
      ? number('forecast', clockText(at(forecast.finishAt.p50), now), forecastInShort(job, now))
      : number(
          finishedAt ? 'ended' : 'forecast',
          finishedAt ? clockText(at(finishedAt), now) : '–',
          forecastInShort(job, now),
        ),
    isForecast ? number('on time with', percent(forecast.onTimeProbability), 'probability') : html``,
    number(
      'cpus',
      job.pausedAt ? 0 : job.cpus,
      `of ${job.cpuBounds.min} to ${job.cpuBounds.max}, ${job.resizes} changes`,
    ),
    number('core-seconds', job.coreSeconds.toFixed(1), 'held by all its runs'),
  ];
}
