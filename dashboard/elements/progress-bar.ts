import { html, type TemplateResult } from 'lit';
import type { ShownJob } from '../model/shown.ts';

/** Completed iterations of all, as a number and a bar. */
export function progressBar({ completed, iterations }: ShownJob): TemplateResult {
  const percent = `${(100 * completed) / Math.max(1, iterations)}%`;
  const words = `${completed} of ${iterations} iterations done`;
  return html`<span class="count" aria-hidden="true">${completed}<span class="small"> / ${iterations}</span></span>
    <svg class="progress" role="img" aria-label=${words} height="6" width="100%">
      <rect class="progress-all" width="100%" height="6" rx="3" />
      <rect class="progress-done" width=${percent} height="6" rx="3" />
    </svg>`;
}
