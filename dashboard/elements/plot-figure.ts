import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Drawn } from '../plots/draw.ts';
import type { Figure } from '../plots/figure.ts';
import { savePicture, saveTable } from './take-away.ts';

const heights = { wide: 240, narrow: 200 };

/** A plot with its title, a description in words, its table, and what can be taken away. */
export class PlotFigure extends LitElement {
  static override properties = {
    figure: { attribute: false },
    cursor: { attribute: false },
    width: { state: true },
    isOpen: { state: true },
  };
  declare figure: Figure;
  /** The instant that is pointed at, epoch milliseconds. */
  declare cursor: number | null;
  declare width: number;
  declare isOpen: boolean;
  private drawn: Drawn | null = null;
  private readonly size = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry?.contentRect.width ?? 0);
  });

  constructor() {
    super();
    this.cursor = null;
    this.width = 0;
    this.isOpen = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.size.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if ((!changed.has('figure') && !changed.has('width')) || this.width < 50) return;
    const { title, words } = this.figure;
    this.drawn = this.figure.draw({
      width: this.width,
      height: this.width < 480 ? heights.narrow : heights.wide,
    });
    const { svg } = this.drawn;
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', `${title}. ${words}`);
    // One picture for a screen reader: its parts say nothing that the words and the table do not.
    for (const part of svg.querySelectorAll('[aria-label], [aria-description]')) {
      part.removeAttribute('aria-label');
      part.removeAttribute('aria-description');
    }
  }

  protected override render(): TemplateResult {
    const { title, axes, words, isTime } = this.figure;
    return html`<figure>
      <h3>${title} <span class="axes">${axes}</span></h3>
      <div class="canvas" tabindex=${isTime ? 0 : -1} role=${isTime ? 'group' : nothing} aria-label=${isTime ? `${title}: arrow keys go through the decisions` : nothing}
        @pointermove=${isTime ? this.onMove : nothing} @pointerleave=${isTime ? this.onLeave : nothing} @keydown=${isTime ? this.onKey : nothing}>
        ${this.drawn?.svg ?? nothing} ${this.cursorLine()}
      </div>
      <figcaption>${words}</figcaption>
      <div class="take-away">
        <details @toggle=${this.onToggle}><summary>Table</summary>${this.isOpen ? tableOf(this.figure) : nothing}</details>
        <span class="buttons" role="group" aria-label="Save ${title}">
          <button type="button" @click=${() => this.save('svg')}>SVG</button>
          <button type="button" @click=${() => this.save('png')}>PNG</button>
          <button type="button" @click=${() => saveTable(this.figure.file, this.figure.table())}>CSV</button>
        </span>
      </div>
    </figure>`;
  }

  private cursorLine(): TemplateResult | typeof nothing {
    if (this.cursor === null || !this.drawn || !this.figure.isTime) return nothing;
    const { xOf, top, bottom } = this.drawn;
    const x = xOf(this.cursor);
    if (x < 0 || x > this.width) return nothing;
    return html`<svg class="cursor" aria-hidden="true" width=${this.width} height=${bottom + 4}><line x1=${x} x2=${x} y1=${top} y2=${bottom} /></svg>`;
  }

  private save(kind: 'svg' | 'png'): void {
    if (this.drawn) void savePicture(kind, this.figure, this.drawn.svg);
  }

  private readonly onToggle = (event: Event): void => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
  };

  private readonly onMove = (event: PointerEvent): void => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (this.drawn) this.point(this.drawn.valueAt(event.clientX - left));
  };

  private readonly onLeave = (): void => this.point(null);

  private readonly onKey = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('step', { detail: step, bubbles: true }));
  };

  private point(instant: number | null): void {
    this.dispatchEvent(new CustomEvent('point', { detail: instant, bubbles: true }));
  }
}

function tableOf({ title, table }: Figure): TemplateResult {
  const { columns, rows } = table();
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table: ${title}"><table>
    <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
