import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { cpusText } from '../../lib/control/wording.ts';
import type { PageApi } from '../api/page-api.ts';
import { historyLink } from '../api/view-link.ts';
import { type DecisionEntry, decisionAt, decisionsOf } from '../model/decisions.ts';
import type { DetailedJob } from '../model/shown.ts';
import { timeRangeOf } from '../model/time-range.ts';
import { clockText } from '../model/time-text.ts';
import type { Figure } from '../plots/figure.ts';
import { jobFigures } from '../plots/job-figures.ts';
import { costSection, eventSection, failureSection } from './job-details.ts';
import { jobHead } from './job-head.ts';
import { Poller } from './poller.ts';
import { drawnOr, freshness, troubleBanner, troublePage } from './states.ts';

/** As many decisions stand in the list; the rest on demand. */
const decisionsAtOnce = 30;

/** One job: how it stands and why, its plots, its decisions, events, last failure and cost. */
export class JobPage extends LitElement {
  static override properties = {
    jobId: { attribute: false },
    api: { attribute: false },
    cursor: { state: true },
    allDecisions: { state: true },
  };
  declare jobId: string;
  declare api: PageApi;
  declare isLocal: boolean;
  declare cursor: number | null;
  declare allDecisions: boolean;
  private poller: Poller<DetailedJob> | null = null;
  private figures: Figure[] = [];
  private drawnFor: { key: string; at: number } | null = null;

  constructor() {
    super();
    this.cursor = null;
    this.allDecisions = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('jobId')) return;
    const path = `/jobs/${encodeURIComponent(this.jobId)}`;
    if (this.poller) void this.poller.ask(path);
    else this.poller = new Poller(this, this.api, path, () => this.isLocal);
  }

  /** Asks now, as something was done. */
  private readonly refresh = (): void => void this.poller?.ask();

  protected override render(): TemplateResult {
    const {
      body: job,
      trouble,
      answeredAt = null,
      isStale = false,
    } = this.poller ?? { body: null, trouble: null };
    if (!job)
      return trouble ? troublePage(trouble) : html`<p class="loading" role="status">Asking the API …</p>`;
    document.title = `${job.name} · Pacer`;
    return html`${trouble ? troubleBanner(trouble, answeredAt) : nothing}
      ${drawnOr(() => this.shown(job))}
      ${freshness(answeredAt, isStale)}`;
  }

  private shown(job: DetailedJob): TemplateResult {
    const now = Date.now();
    const decisions = decisionsOf(job);
    return html`${jobHead(job, now)}
      <pacer-actions .job=${job} .api=${this.api} @acted=${this.refresh}></pacer-actions>
      <div class="figures" @point=${this.onPoint} @step=${(event: CustomEvent<number>) => this.onStep(event.detail, decisions)}>
        ${this.figuresFor(job, now).map((figure) => html`<pacer-plot .figure=${figure} .cursor=${this.cursor}></pacer-plot>`)}
      </div>
      <div class="columns">
        ${this.decisionList(decisions, now)}
        <div>${costSection(job)}${eventSection(job, now)}${failureSection(job, now)}
          <p><a href=${historyLink(job.name)}>All runs named ${job.name}</a></p></div>
      </div>`;
  }

  /** Plots are drawn anew when what they show has changed, and otherwise when now has moved on visibly. */
  private figuresFor(job: DetailedJob, now: number): Figure[] {
    const last = this.drawnFor;
    const key = shownKey(job);
    const isOld = !job.finishedAt && last !== null && now - last.at > visibleMs(job, now);
    if (last?.key !== key || isOld) {
      this.figures = jobFigures(job, now);
      this.drawnFor = { key, at: now };
    }
    return this.figures;
  }

  private decisionList(all: DecisionEntry[], now: number): TemplateResult {
    const inForce = this.cursor === null ? null : decisionAt(all, this.cursor);
    const latest = all.toReversed();
    const shown = this.allDecisions || inForce ? latest : latest.slice(0, decisionsAtOnce);
    return html`<section class="decisions"><h3>Decisions</h3>
      ${all.length === 0 ? html`<p>None yet.</p>` : nothing}
      <ol reversed tabindex="0" aria-label="Decisions, the last one first">${shown.map((entry) => this.decision(entry, entry === inForce, now))}</ol>
      ${shown.length < all.length ? html`<button type="button" @click=${() => (this.allDecisions = true)}>All ${all.length}</button>` : nothing}
    </section>`;
  }

  private decision(entry: DecisionEntry, isInForce: boolean, now: number): TemplateResult {
    const cpus = entry.from === null ? cpusText(entry.cpus) : `${entry.from} → ${cpusText(entry.cpus)}`;
    return html`<li class=${isInForce ? 'in-force' : ''} aria-current=${isInForce ? 'true' : nothing} @pointerenter=${() => (this.cursor = entry.at)} @pointerleave=${() => (this.cursor = null)}>
      <time>${clockText(entry.at, now)}</time> <b class=${entry.from === null ? '' : 'changed'}>${cpus}</b>
      <span class="small">${entry.completed} done · ${entry.reason}</span>
      <p>${entry.sentence}</p></li>`;
  }

  protected override updated(): void {
    const list = this.querySelector('.decisions ol');
    const entry = list?.querySelector<HTMLElement>('.in-force');
    // Within the list only: the page itself must not move under the pointer.
    if (list && entry && !list.matches(':hover')) list.scrollTop = entry.offsetTop - list.clientHeight / 3;
  }

  private readonly onPoint = ({ detail }: CustomEvent<number | null>): void => {
    this.cursor = detail;
  };

  private onStep(step: number, decisions: DecisionEntry[]): void {
    const current =
      this.cursor === null
        ? decisions.length
        : decisions.indexOf(decisionAt(decisions, this.cursor) as DecisionEntry);
    const next = decisions[Math.min(decisions.length - 1, Math.max(0, current + step))];
    this.cursor = next?.at ?? null;
  }
}

/** What the plots depend on. An evaluation may change the forecast without a point. */
function shownKey(job: DetailedJob): string {
  const { jobId, points, deadlineAt, cpus, cpuBounds, finishedAt, pausedAt, cpuUse } = job;
  const { forecast, failures } = job;
  return JSON.stringify([
    jobId,
    points.length,
    points.at(-1)?.at,
    deadlineAt,
    cpus,
    cpuBounds,
    finishedAt,
    pausedAt,
    cpuUse?.at,
    forecast?.finishAt,
    failures,
  ]);
}

/** How long now takes to move by about a pixel. */
function visibleMs(job: DetailedJob, now: number): number {
  const { from, until } = timeRangeOf(job, now);
  return Math.max(2_000, (until - from) / 500);
}
