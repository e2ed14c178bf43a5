import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { cpusText, percent } from '../../lib/control/wording.ts';
import type { Answer, PageApi } from '../api/page-api.ts';
import { historyLink, jobLink } from '../api/view-link.ts';
import { emptyForm, type LaunchForm, launchRequestOf } from '../model/launch-request.ts';
import { at, type PlannedJob, type ScheduledJob, type ShownJob } from '../model/shown.ts';
import { clockText } from '../model/time-text.ts';
import { DroppedFile } from './dropped-file.ts';
import { answerProblem } from './states.ts';

/** What was checked, and what the API says of it: only this is launched. */
interface Checked {
  request: unknown;
  /** The same for each try, so that a launch that is sent twice is done once. */
  key: string;
  answer: Answer<PlannedJob>;
}

/** A form that takes a job file, shows by a dry run what a launch would come to, and then launches. */
export class LaunchPage extends LitElement {
  static override properties = {
    api: { attribute: false },
    form: { state: true },
    checked: { state: true },
    problem: { state: true },
    failed: { state: true },
    scheduled: { state: true },
  };
  declare api: PageApi;
  declare form: LaunchForm;
  declare checked: Checked | null;
  declare problem: string;
  declare failed: Answer<unknown> | null;
  declare scheduled: ScheduledJob | null;
  private readonly dropped = new DroppedFile(this, (file) => this.read(file));

  constructor() {
    super();
    this.form = emptyForm;
    this.checked = null;
    this.problem = '';
    this.failed = null;
    this.scheduled = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<p class="crumb"><a href="#/">Jobs</a></p>
      <h2>Launch a job</h2>
      <form class="launch" @submit=${this.onCheck} @input=${this.onInput}>
        <div class="drop ${this.dropped.isOver ? 'over' : ''}" @dragover=${this.dropped.onDrag} @dragleave=${this.dropped.onDrag} @drop=${this.dropped.onDrop}>
          <label for="file-text">Job file: drop it here, choose it, or paste its JSON</label>
          <input type="file" accept=".json,application/json" aria-label="Choose a job file" @change=${this.onChoose} />
          <textarea id="file-text" name="file" rows="10" spellcheck="false" .value=${this.form.file}></textarea>
        </div>
        <div class="fields">
          ${this.field('deadline', 'Deadline', '10m, or 2030-01-31T18:00:00Z')}
          ${this.field('iterations', 'Iterations', '20')}
          ${this.field('iterationDuration', 'Expected seconds of one', '35s')}
          ${this.field('cpusMin', 'Fewest cpus', '0.1')}
          ${this.field('cpusMax', 'Most cpus', '2')}
          ${this.field('name', 'Name', 'as in the file')}
          ${this.choice('framework', 'Framework', ['chronos', 'marathon'])}
          ${this.choice('law', 'Law', ['adaptive', 'step'])}
        </div>
        <p><button type="submit" class="main">Check</button> <span class="small">Nothing is launched yet.</span></p>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </form>
      ${this.checked ? this.plan(this.checked) : nothing}`;
  }

  private field(name: keyof LaunchForm, label: string, hint: string): TemplateResult {
    return html`<label>${label} <input name=${name} placeholder=${hint} autocomplete="off" .value=${this.form[name]} /></label>`;
  }

  private choice(name: keyof LaunchForm, label: string, values: string[]): TemplateResult {
    return html`<label>${label} <select name=${name}><option value="">as in the file</option>
      ${values.map((value) => html`<option ?selected=${this.form[name] === value}>${value}</option>`)}</select></label>`;
  }

  private plan({ answer }: Checked): TemplateResult {
    if (answer.body === null) return answerProblem(answer);
    const {
      name,
      decision,
      forecast,
      deadlineAt,
      cpus,
      cpuBounds,
      adjustments,
      problem,
      expectedCoreSeconds,
      schedule,
    } = answer.body;
    const now = Date.now();
    return html`<section class="plan" aria-live="polite">
      <h3>What a launch of ${name} would come to</h3>
      ${problem ? html`<p class="problem">${problem}</p>` : nothing}
      ${decision ? html`<p class="sentence">${decision.sentence}</p>` : nothing}
      <p>It would begin with ${cpusText(cpus)} (${cpuBounds.min} to ${cpuBounds.max})${expectedCoreSeconds === undefined ? '' : ` and hold about ${expectedCoreSeconds.toFixed(0)} core-seconds`}.
        Deadline ${clockText(at(deadlineAt), now)}${forecast ? `; forecast ${clockText(at(forecast.finishAt.p50), now)}, on time with ${percent(forecast.onTimeProbability)} probability` : ''}.</p>
      ${schedule ? html`<p>${startsText(schedule, now)} The rest is said of a start right now.</p>` : nothing}
      <ul>${adjustments.map((adjustment) => html`<li>${adjustment}</li>`)}</ul>
      ${this.scheduled ? scheduledText(this.scheduled, now) : html`<p><button type="button" class="main" @click=${this.onLaunch}>Launch</button></p>`}
      ${this.failed?.trouble ? answerProblem(this.failed) : nothing}
    </section>`;
  }

  private readonly onInput = ({ target }: Event): void => {
    const { name, value } = target as HTMLInputElement;
    if (name === '') return;
    this.form = { ...this.form, [name]: value };
    // What was checked is not what stands in the form any more.
    this.checked = null;
  };

  private readonly onCheck = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { form } = this;
    const { request, problem } = launchRequestOf(form);
    this.problem = problem ?? '';
    this.failed = null;
    if (!request) return;
    this.scheduled = null;
    const answer = await this.api.send<PlannedJob>('POST', '/jobs?dryRun=true', request);
    // Something else stands in the form by now.
    if (this.form !== form) return;
    this.checked = { request, key: crypto.randomUUID(), answer };
  };

  private readonly onLaunch = async (): Promise<void> => {
    if (!this.checked) return;
    const { request, key } = this.checked;
    const answer = await this.api.send<ShownJob | ScheduledJob>('POST', '/jobs', request, key);
    if (answer.body === null) this.failed = answer;
    // A recurring job: there is no job to be shown before its first start.
    else if ('recurring' in answer.body) this.scheduled = answer.body;
    else location.hash = jobLink(answer.body.jobId);
  };

  private readonly onChoose = ({ target }: Event): void =>
    void this.read((target as HTMLInputElement).files?.[0]);

  private async read(file: File | undefined): Promise<void> {
    if (!file) return;
    this.form = { ...this.form, file: await file.text() };
    this.checked = null;
  }
}

function scheduledText({ name, schedule }: ScheduledJob, now: number): TemplateResult {
  return html`<p role="status"><b>Scheduled.</b> ${startsText(schedule, now)} “pacer recurring show ${name}” tells more of it;
    its jobs are <a href=${historyLink(name)}>runs of this name</a>.</p>`;
}

function startsText({ expression, nextStarts }: ScheduledJob['schedule'], now: number): string {
  const starts = nextStarts.map((start) => clockText(at(start), now));
  return `It recurs: ${expression}; the next starts are ${starts.join('; ')}.`;
}
