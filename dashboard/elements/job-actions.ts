import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Answer, PageApi } from '../api/page-api.ts';
import { jobLink } from '../api/view-link.ts';
import { changeRequestOf } from '../model/launch-request.ts';
import type { ShownJob } from '../model/shown.ts';
import { answerProblem } from './states.ts';

/** What can be done with a job: change it, pause it, cancel it; launch an ended one again. */
export class JobActions extends LitElement {
  static override properties = {
    api: { attribute: false },
    job: { attribute: false },
    answer: { state: true },
    isBusy: { state: true },
  };
  declare api: PageApi;
  declare job: ShownJob;
  declare answer: Answer<ShownJob> | null;
  declare isBusy: boolean;
  /** The same for each try, so that a relaunch that is sent twice is done once. */
  private readonly relaunchKey = crypto.randomUUID();

  constructor() {
    super();
    this.answer = null;
    this.isBusy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<div class="actions" role="group" aria-label="What can be done">
        ${this.job.finishedAt ? this.button('Relaunch …', () => this.open('relaunch')) : this.live()}
      </div>
      ${this.answer?.trouble ? answerProblem(this.answer) : nothing}
      ${this.changeDialog()} ${this.cancelDialog()} ${this.relaunchDialog()}`;
  }

  private live(): TemplateResult {
    const { pausedAt } = this.job;
    const turn = pausedAt
      ? this.button('Resume', () => this.act('POST', 'resume'))
      : this.button('Pause', () => this.act('POST', 'pause'));
    return html`${this.button('Change …', () => this.open('change'))}${turn}${this.button('Cancel …', () => this.open('cancel'))}`;
  }

  private button(name: string, act: () => unknown): TemplateResult {
    return html`<button type="button" ?disabled=${this.isBusy} @click=${act}>${name}</button>`;
  }

  private changeDialog(): TemplateResult {
    const { min, max } = this.job.cpuBounds;
    const fields = html`<label>Deadline <input name="deadline" placeholder="20m from now, or an instant" autocomplete="off" /></label>
      <label>Fewest cpus <input name="cpusMin" placeholder=${min} inputmode="decimal" autocomplete="off" /></label>
      <label>Most cpus <input name="cpusMax" placeholder=${max} inputmode="decimal" autocomplete="off" /></label>`;
    return this.dialog('change', `Change ${this.job.name}`, fields, 'Change', (data) => this.change(data));
  }

  private cancelDialog(): TemplateResult {
    const { name, completed, iterations } = this.job;
    const question = html`<p>Its run is killed, and it does not go on: ${completed} of ${iterations} iterations are done.</p>`;
    return this.dialog('cancel', `Cancel ${name}?`, question, 'Cancel the job', () => this.act('DELETE', ''));
  }

  private relaunchDialog(): TemplateResult {
    const fields = html`<p>As it was, with what was learned.</p>
      <label>Deadline <input name="deadline" placeholder="as long from now as before" autocomplete="off" /></label>`;
    return this.dialog('relaunch', `Launch ${this.job.name} again`, fields, 'Launch', (data) =>
      this.relaunch(data),
    );
  }

  private dialog(
    id: string,
    title: string,
    content: TemplateResult,
    verb: string,
    act: (data: FormData) => unknown,
  ): TemplateResult {
    const onSubmit = (event: SubmitEvent) => {
      const wants = event.submitter?.getAttribute('value') === 'yes';
      if (wants) act(new FormData(event.target as HTMLFormElement));
    };
    return html`<dialog id=${id} aria-labelledby="${id}-title"><form method="dialog" @submit=${onSubmit}>
      <h3 id="${id}-title">${title}</h3>${content}
      <p class="buttons"><button value="no" type="submit" formnovalidate>Leave it</button> <button value="yes" type="submit" class="main">${verb}</button></p>
    </form></dialog>`;
  }

  private open(id: string): void {
    this.querySelector<HTMLDialogElement>(`#${id}`)?.showModal();
  }

  private change(data: FormData): void {
    const text = (name: string) => String(data.get(name) ?? '');
    const form = { deadline: text('deadline'), cpusMin: text('cpusMin'), cpusMax: text('cpusMax') };
    void this.act('PATCH', '', changeRequestOf(form));
  }

  private async relaunch(data: FormData): Promise<void> {
    const deadline = String(data.get('deadline') ?? '').trim();
    const answer = await this.act('POST', 'relaunch', deadline ? { deadline } : {}, this.relaunchKey);
    if (answer.body) location.hash = jobLink(answer.body.jobId);
  }

  private async act(method: string, what: string, body?: unknown, key?: string): Promise<Answer<ShownJob>> {
    this.isBusy = true;
    const path = `/jobs/${encodeURIComponent(this.job.jobId)}${what ? `/${what}` : ''}`;
    this.answer = await this.api.send<ShownJob>(method, path, body, key);
    this.isBusy = false;
    this.dispatchEvent(new CustomEvent('acted', { bubbles: true }));
    return this.answer;
  }
}
