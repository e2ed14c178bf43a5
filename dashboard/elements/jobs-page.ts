import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PageApi } from '../api/page-api.ts';
import { linkWith, type View } from '../api/view-link.ts';
import { filterOf, fitting } from '../model/filter.ts';
import type { JobList, ShownJob } from '../model/shown.ts';
import { byUrgency, standingOf, standings, totalsOf } from '../model/standing.ts';
import { commonAxis } from '../model/time-scale.ts';
import { axisHead } from './forecast-bar.ts';
import { endedRow, liveRow } from './job-row.ts';
import { Poller } from './poller.ts';
import { drawnOr, freshness, troubleBanner, troublePage } from './states.ts';

/** Rows that are drawn at once; the rest on demand. */
const rowsAtOnce = 50;

/** The list: live jobs by urgency, or those that ended by time. */
export class JobsPage extends LitElement {
  static override properties = {
    view: { attribute: false },
    api: { attribute: false },
    rows: { state: true },
  };
  declare view: View;
  declare api: PageApi;
  declare isLocal: boolean;
  declare rows: number;
  private live: Poller<JobList> | null = null;
  private pathAsked = '';

  constructor() {
    super();
    this.rows = rowsAtOnce;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('view')) return;
    const path = this.isEnded ? endedPath(this.view) : livePath(this.view);
    if (!this.live) this.live = new Poller(this, this.api, path, () => this.isLocal);
    else if (path !== this.pathAsked) void this.live.ask(path);
    this.pathAsked = path;
  }

  private get isEnded(): boolean {
    return this.view.query.get('show') === 'ended';
  }

  protected override render(): TemplateResult {
    const { body, trouble } = this.live ?? { body: null, trouble: null };
    if (!body)
      return trouble ? troublePage(trouble) : html`<p class="loading" role="status">Asking the API …</p>`;
    return html`${trouble ? troubleBanner(trouble, this.live?.answeredAt ?? null) : nothing}
      ${drawnOr(() => this.shown(body))}
      ${freshness(this.live?.answeredAt ?? null, this.live?.isStale ?? false)}`;
  }

  private shown(body: JobList): TemplateResult {
    const now = Date.now();
    const filter = filterOf(this.view.query);
    const found = body.jobs.filter((job) => fitting(job, filter, now));
    return html`${this.isEnded ? nothing : html`${this.totals(body, now)}${this.partNote(body)}`}
      ${this.tools(body.jobs, now)}
      ${body.jobs.length === 0 ? this.nothingYet() : found.length === 0 ? html`<p class="empty">No job fits the filter.</p>` : this.table(found, now)}
      ${this.more(body, found.length)}`;
  }

  private totals(body: JobList, now: number): TemplateResult {
    const { jobs, cpus, late, atRisk } = totalsOf(body.jobs, now);
    const total = (value: number | string, name: string, kind = '') =>
      html`<div class="total ${kind}"><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<dl class="totals">
      ${total(body.next ? `${jobs}+` : jobs, jobs === 1 ? 'live job' : 'live jobs')}
      ${total(late, 'will be late', late > 0 ? 'bad' : '')}
      ${total(atRisk, 'at risk', atRisk > 0 ? 'warn' : '')}
      ${total(cpus, 'cpus held')}
    </dl>`;
  }

  /** Of more live jobs than one answer holds, these are a part: order and totals are theirs. */
  private partNote({ jobs, next }: JobList): TemplateResult | typeof nothing {
    const isLater = this.view.query.has('before');
    if (!next && !isLater) return nothing;
    const count = next && !isLater ? `There are more than ${jobs.length} live jobs. ` : '';
    return html`<p class="part" role="status">${count}Totals, order and filter are those of ${isLater ? 'these' : 'the first'} ${jobs.length}.
      ${isLater ? html`<a class="button" href=${linkWith(this.view, { before: '' })}>The first ones</a>` : nothing}
      ${next ? html`<a class="button" href=${linkWith(this.view, { before: next })}>The next ones</a>` : nothing}</p>`;
  }

  private tools(jobs: readonly ShownJob[], now: number): TemplateResult {
    const { find, standing } = filterOf(this.view.query);
    const present = new Set(jobs.map((job) => standingOf(job, now)));
    const tab = (show: string, name: string) =>
      html`<a href=${`#/${show ? `?show=${show}` : ''}`} aria-current=${(show === 'ended') === this.isEnded ? 'page' : 'false'}>${name}</a>`;
    return html`<div class="tools">
      <nav class="tabs" aria-label="Which jobs">${tab('', 'Live')}${tab('ended', 'Ended')}</nav>
      <label>Find <input type="search" name="find" .value=${find} placeholder="name or cluster" @input=${this.onFind} /></label>
      <label>Show <select name="standing" @change=${this.onStanding}>
        <option value="" ?selected=${standing === ''}>all</option>
        ${Object.entries(standings)
          .filter(([key]) => present.has(key as keyof typeof standings) || key === standing)
          .map(([key, name]) => html`<option value=${key} ?selected=${key === standing}>${name}</option>`)}
      </select></label>
    </div>`;
  }

  private table(found: readonly ShownJob[], now: number): TemplateResult {
    const jobs = this.isEnded ? found : byUrgency(found, now);
    const axis = commonAxis(found, now);
    const shown = jobs.slice(0, this.rows);
    return html`<table role="table" class="jobs">
      <caption class="hidden">${this.isEnded ? 'Ended jobs, the last one first' : 'Live jobs, the most urgent first'}</caption>
      <thead role="rowgroup"><tr role="row">
        <th role="columnheader" scope="col">Job</th><th role="columnheader" scope="col">Done</th>
        <th role="columnheader" scope="col" class="when">${this.isEnded ? 'Ended' : axisHead(axis, now)}</th>
        <th role="columnheader" scope="col" class="number">${this.isEnded ? 'Cost' : 'cpus'}</th>
        <th role="columnheader" scope="col">${this.isEnded ? 'How' : 'Why, and what would help'}</th>
      </tr></thead>
      <tbody role="rowgroup">${shown.map((job) => (this.isEnded ? endedRow(job, now) : liveRow(job, axis, now)))}</tbody>
    </table>`;
  }

  private more(body: JobList, found: number): TemplateResult | typeof nothing {
    if (found > this.rows)
      return html`<p class="more"><button type="button" @click=${() => (this.rows += rowsAtOnce)}>Show ${Math.min(rowsAtOnce, found - this.rows)} more of ${found}</button></p>`;
    if (this.isEnded && body.next)
      return html`<p class="more"><a class="button" href=${linkWith(this.view, { before: body.next })}>Earlier ones</a></p>`;
    return nothing;
  }

  private nothingYet(): TemplateResult {
    if (this.isEnded) return html`<p class="empty">No job has ended within the last 30 days.</p>`;
    return html`<div class="empty">
      <h2>No job is live</h2>
      <p><a class="button" href="#/launch">Launch one</a> here, or from a terminal:</p>
      <pre>pacer launch -j my-job.json --deadline 10m --iterations 20</pre>
      <p><a href="#/?show=ended">Jobs that have ended</a></p>
    </div>`;
  }

  private readonly onFind = (event: Event): void => this.goto('find', event);
  private readonly onStanding = (event: Event): void => this.goto('standing', event);

  private goto(field: string, { target }: Event): void {
    const { value } = target as HTMLInputElement | HTMLSelectElement;
    location.replace(linkWith(this.view, { [field]: value }));
  }
}

function livePath({ query }: View): string {
  const before = query.get('before');
  return `/live${before ? `?before=${encodeURIComponent(before)}` : ''}`;
}

function endedPath({ query }: View): string {
  const before = query.get('before');
  return `/jobs?state=finished&limit=50${before ? `&before=${encodeURIComponent(before)}` : ''}`;
}
