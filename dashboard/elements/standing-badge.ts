import { html, type TemplateResult } from 'lit';
import { type Standing, standingText } from '../model/standing.ts';

/** A sign besides the colour, as not everybody tells colours apart. */
const signs: Record<Standing, string> = {
  overdue: '✖',
  'cannot-be-met': '✖',
  'at-risk': '▲',
  starting: '…',
  paused: '❚❚',
  'on-time': '●',
  failed: '✖',
  late: '✖',
  cancelled: '◼',
  met: '✔',
};

export function standingBadge(standing: Standing): TemplateResult {
  return html`<span class="badge ${standing}"><span aria-hidden="true">${signs[standing] ?? '?'}</span> ${standingText(standing)}</span>`;
}
