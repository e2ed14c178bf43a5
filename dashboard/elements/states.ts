import { html, type TemplateResult } from 'lit';
import { lengthOfTime } from '../../lib/control/wording.ts';
import type { Answer } from '../api/page-api.ts';
import { type Trouble, unreadable } from '../api/trouble.ts';

/** In place of the page, where there is nothing to show. */
export function troublePage({ title, detail, next }: Trouble): TemplateResult {
  return html`<div class="trouble-page" role="alert"><h2>${title}</h2><p>${next}</p><p class="small">${detail}</p></div>`;
}

/** What an answer looks like, or why it cannot be shown: an API of another version may leave out what the page needs. */
export function drawnOr(draw: () => TemplateResult): TemplateResult {
  try {
    return draw();
  } catch (error) {
    return troublePage(unreadable(error));
  }
}

/** Above a picture that is not fresh any more. */
export function troubleBanner({ title, detail, next }: Trouble, answeredAt: number | null): TemplateResult {
  const age = answeredAt === null ? '' : ` What you see is ${ageText(answeredAt)} old.`;
  return html`<div class="banner" role="alert"><b>${title}.${age}</b> ${next} <span class="small">${detail}</span></div>`;
}

/** How old the picture is. */
export function freshness(answeredAt: number | null, isStale: boolean): TemplateResult {
  if (answeredAt === null) return html``;
  const time = new Date(answeredAt).toLocaleTimeString(undefined, { hour12: false });
  return html`<p class="freshness ${isStale ? 'stale' : ''}">${isStale ? `Stale: last answer ${ageText(answeredAt)} ago, at ` : 'As of '}${time}</p>`;
}

function ageText(answeredAt: number): string {
  return lengthOfTime(Math.max(0, Date.now() - answeredAt) / 1000);
}

/** Why something that was asked for was not done, by its fields where the API names them. */
export function answerProblem(answer: Answer<unknown>): TemplateResult {
  if (!answer.trouble) return html``;
  const { title, detail, next, kind } = answer.trouble;
  if (answer.fields.length > 0)
    return html`<div class="banner" role="alert"><b>This was refused.</b>
      <ul>${answer.fields.map(({ field, problem }) => html`<li><code>${field}</code> ${problem}</li>`)}</ul></div>`;
  if (kind === 'other')
    return html`<div class="banner" role="alert"><b>This was refused.</b> ${detail}</div>`;
  return html`<div class="banner" role="alert"><b>${title}.</b> ${next} <span class="small">${detail}</span></div>`;
}
