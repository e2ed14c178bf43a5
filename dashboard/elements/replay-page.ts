import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { measuredRuns } from '../api/measured-runs.ts';
import type { PageApi } from '../api/page-api.ts';
import { historyLink } from '../api/view-link.ts';
import { emptyReplayForm, type ReplayForm, replayFields, replayOrderOf } from '../model/replay-order.ts';
import type { CsvFile, Replayed } from '../replay/replay.ts';
import { startReplay } from '../replay/start.ts';
import { DroppedFile } from './dropped-file.ts';
import { replayResult } from './replay-result.ts';

/** Larger files are no measurements of a job. */
const mostBytes = 20 * 1024 * 1024;

/** What each policy would have done with the measurements of a file, or of the jobs of a name. */
export class ReplayPage extends LitElement {
  static override properties = {
    name: { attribute: false },
    api: { attribute: false },
    measured: { state: true },
    noise: { state: true },
    form: { state: true },
    problem: { state: true },
    share: { state: true },
    replayed: { state: true },
  };
  /** Of the jobs whose measurements are taken; empty for those of a file. */
  declare name: string;
  declare api: PageApi;
  declare measured: CsvFile | null;
  declare noise: CsvFile | null;
  declare form: ReplayForm;
  declare problem: string;
  /** How much of the simulation is done; null while there is none. */
  declare share: number | null;
  declare replayed: Replayed | null;
  private readonly dropped = new DroppedFile(this, (file) => this.read('measured', file));
  private end: () => void = () => {};

  constructor() {
    super();
    this.measured = null;
    this.noise = null;
    this.form = emptyReplayForm;
    this.problem = '';
    this.share = null;
    this.replayed = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('name') && this.name !== '') void this.takeRuns(this.name);
  }

  protected override render(): TemplateResult {
    return html`<p class="crumb"><a href="#/">Jobs</a>${this.name ? html` · <a href=${historyLink(this.name)}>${this.name}</a>` : nothing}</p>
      <h2>Replay: what would each policy have done?</h2>
      <p class="small">Jobs with these durations are simulated in this browser. Nothing is started, and the file is sent nowhere.</p>
      <form class="launch" @submit=${this.onReplay} @input=${this.onInput}>
        <div class="drop ${this.dropped.isOver ? 'over' : ''}" @dragover=${this.dropped.onDrag} @dragleave=${this.dropped.onDrag} @drop=${this.dropped.onDrop}>
          <label>Measurements: drop a CSV file with the columns cpus and seconds here, as “pacer trace” writes it
            <input type="file" name="measured" accept=".csv,text/csv" @change=${this.onChoose} /></label>
          ${this.measured ? html`<p role="status">${linesOf(this.measured)}</p>` : nothing}
          <details><summary>Consecutive factors of a busy host</summary>
            <label>A CSV file with the column factor <input type="file" name="noise" accept=".csv,text/csv" @change=${this.onChoose} /></label>
            ${this.noise ? html`<p role="status">${linesOf(this.noise)}</p>` : nothing}</details>
        </div>
        <div class="fields">${(Object.keys(replayFields) as (keyof ReplayForm)[]).map((name) => this.field(name))}</div>
        ${this.buttons()}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </form>
      ${this.replayed ? replayResult(this.replayed) : nothing}`;
  }

  private field(name: keyof ReplayForm): TemplateResult {
    const { label, usual } = replayFields[name];
    return html`<label>${label} <input name=${name} placeholder=${usual ?? 'as measured'} inputmode="decimal" autocomplete="off" .value=${this.form[name]} /></label>`;
  }

  private buttons(): TemplateResult {
    if (this.share === null) return html`<p><button type="submit" class="main">Replay</button></p>`;
    const percent = Math.floor(100 * this.share);
    return html`<p><progress max="100" value=${percent} aria-label="Simulation"></progress> ${percent} %
      <button type="button" @click=${this.stop}>Stop</button></p>`;
  }

  private async takeRuns(name: string): Promise<void> {
    const taken = await measuredRuns(this.api, name);
    if (name !== this.name) return;
    if ('problem' in taken) this.problem = taken.problem;
    else this.take('measured', taken);
  }

  private take(which: 'measured' | 'noise', file: CsvFile): void {
    this.stop();
    this[which] = file;
    this.replayed = null;
    this.problem = '';
  }

  private readonly onInput = ({ target }: Event): void => {
    const { name, value, type } = target as HTMLInputElement;
    if (type !== 'file') this.form = { ...this.form, [name]: value };
  };

  private readonly onReplay = (event: Event): void => {
    event.preventDefault();
    this.stop();
    this.replayed = null;
    const { measured, noise } = this;
    if (!measured) {
      this.problem = 'Measurements: drop or choose a file first.';
      return;
    }
    const { order, problem } = replayOrderOf(this.form, { measured, noise });
    this.problem = problem ?? '';
    if (!order) return;
    this.share = 0;
    this.end = startReplay(order, {
      onProgress: (share) => {
        this.share = share;
      },
      onDone: (replayed) => this.ended({ replayed }),
      onProblem: (problem) => this.ended({ problem }),
    });
  };

  private ended({ replayed = null, problem = '' }: { replayed?: Replayed | null; problem?: string }): void {
    this.share = null;
    this.replayed = replayed;
    this.problem = problem;
  }

  private readonly stop = (): void => {
    this.end();
    this.share = null;
  };

  private readonly onChoose = ({ target }: Event): void => {
    const { name, files } = target as HTMLInputElement;
    void this.read(name === 'noise' ? 'noise' : 'measured', files?.[0]);
  };

  private async read(which: 'measured' | 'noise', file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > mostBytes) this.problem = `${file.name} has over 20 MB.`;
    else this.take(which, { name: file.name, text: await file.text() });
  }
}

function linesOf({ name, text }: CsvFile): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  return `${name}: ${lines} lines.`;
}
