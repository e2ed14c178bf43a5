import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PageApi } from '../api/page-api.ts';
import { jobLink, replayLink } from '../api/view-link.ts';
import { historyInWords, historyOf, type PastJob } from '../model/history.ts';
import type { JobList } from '../model/shown.ts';
import { clockText } from '../model/time-text.ts';
import { type Figure, fileNameOf } from '../plots/figure.ts';
import { historyPlot } from '../plots/history.ts';
import { Poller } from './poller.ts';
import { standingBadge } from './standing-badge.ts';
import { drawnOr, freshness, troubleBanner, troublePage } from './states.ts';

/** The last jobs of a name beside each other. */
export class HistoryPage extends LitElement {
  static override properties = { name: { attribute: false }, api: { attribute: false } };
  declare name: string;
  declare api: PageApi;
  declare isLocal: boolean;
  private poller: Poller<JobList> | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('name')) return;
    const path = `/jobs?state=all&limit=30&name=${encodeURIComponent(this.name)}`;
    if (this.poller) void this.poller.ask(path);
    else this.poller = new Poller(this, this.api, path, () => this.isLocal);
  }

  protected override render(): TemplateResult {
    const {
      body,
      trouble,
      answeredAt = null,
      isStale = false,
    } = this.poller ?? { body: null, trouble: null };
    if (!body)
      return trouble ? troublePage(trouble) : html`<p class="loading" role="status">Asking the API …</p>`;
    return html`${trouble ? troubleBanner(trouble, answeredAt) : nothing}
      <p class="crumb"><a href="#/">Jobs</a></p>
      <h2>${this.name}</h2>
      ${drawnOr(() => this.shown(body))}
      ${freshness(answeredAt, isStale)}`;
  }

  private shown(body: JobList): TemplateResult {
    const now = Date.now();
    const past = historyOf(body.jobs, now);
    return html`<div class="figures"><pacer-plot .figure=${figureOf(this.name, past)}></pacer-plot></div>
      <p><a class="button" href=${replayLink(this.name)}>What would each policy have done?</a></p>
      <ul class="past">${past.map((job) => entry(job, now))}</ul>
      ${body.next ? html`<p class="small">Only the last ${past.length} are shown.</p>` : nothing}`;
  }
}

function entry(
  { jobId, launchedAt, standing, completed, iterations, coreSeconds }: PastJob,
  now: number,
): TemplateResult {
  return html`<li><a href=${jobLink(jobId)}>${clockText(launchedAt, now)}</a> ${standingBadge(standing)}
    <span class="small">${completed} of ${iterations} done, ${coreSeconds.toFixed(1)} core-seconds</span></li>`;
}

function figureOf(name: string, past: PastJob[]): Figure {
  return {
    file: `${fileNameOf(name)}-history`,
    title: 'Runs of this name',
    axes: 'time from launch to end; thick mark: the deadline',
    words: historyInWords(past),
    draw: ({ width, height }) =>
      historyPlot(past, { width, height: Math.max(height, 70 + 22 * past.length) }),
    table: () => ({
      columns: ['job', 'launched at', 'seconds', 'allowed seconds', 'core-seconds', 'standing'],
      rows: past.map((job) => [
        job.jobId,
        new Date(job.launchedAt).toISOString(),
        Math.round(job.seconds * 10) / 10,
        Math.round(job.allowedSeconds * 10) / 10,
        Math.round(job.coreSeconds * 10) / 10,
        job.standing,
      ]),
    }),
    isTime: false,
  };
}
