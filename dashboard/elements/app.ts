import { html, LitElement, type TemplateResult } from 'lit';
import { PageApi } from '../api/page-api.ts';
import { tokenOf, type View, viewOf } from '../api/view-link.ts';

/** The page: what it shows stands in the address. */
export class PacerApp extends LitElement {
  static override properties = { view: { state: true }, apiUrl: { state: true } };
  declare view: View;
  declare apiUrl: string;
  private isLocal = true;
  private readonly api = new PageApi();

  constructor() {
    super();
    this.apiUrl = '';
    this.read();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.onHash);
    void this.about();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.onHash);
  }

  private async about(): Promise<void> {
    const { body } = await this.api.get<{ apiUrl: string; isLocal: boolean }>('/about');
    if (!body) return;
    this.isLocal = body.isLocal;
    this.apiUrl = body.apiUrl;
  }

  private readonly read = (): void => {
    const token = tokenOf(location.hash);
    if (token) {
      PageApi.keepToken(token);
      // Neither the address bar nor a picture of the screen shows it.
      history.replaceState(null, '', '#/');
    }
    this.view = viewOf(location.hash);
    document.title = 'Pacer';
  };

  /** A new link in this window begins anew: what was asked with the token before was refused. */
  private readonly onHash = (): void => {
    const isNewLink = tokenOf(location.hash) !== null;
    this.read();
    if (isNewLink) location.reload();
  };

  protected override render(): TemplateResult {
    return html`<a class="skip" href="#main" @click=${this.skip}>To the content</a>
      <header class="top"><h1><a href="#/">Pacer</a></h1><nav aria-label="Pages"><a href="#/launch">Launch</a> <a href="#/replay">Replay</a></nav><span class="small api">${this.apiUrl}</span></header>
      <main id="main" tabindex="-1">${this.page()}</main>`;
  }

  private page(): TemplateResult {
    const { page, of } = this.view;
    if (page === 'job')
      return html`<pacer-job .jobId=${of} .api=${this.api} .isLocal=${this.isLocal}></pacer-job>`;
    if (page === 'launch') return html`<pacer-launch .api=${this.api}></pacer-launch>`;
    if (page === 'replay') return html`<pacer-replay .name=${of} .api=${this.api}></pacer-replay>`;
    if (page === 'history')
      return html`<pacer-history .name=${of} .api=${this.api} .isLocal=${this.isLocal}></pacer-history>`;
    return html`<pacer-jobs .view=${this.view} .api=${this.api} .isLocal=${this.isLocal}></pacer-jobs>`;
  }

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')?.focus();
  };
}
