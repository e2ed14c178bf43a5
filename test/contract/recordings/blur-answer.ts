import { blurJson, namesOnly } from './blur-json.ts';
import { type Blurring, blurText, shortened } from './blur-text.ts';
import type { RecordedAnswer } from './recording.ts';
import type { ServerAnswer } from './send-request.ts';

/** How much of a body counts: all of it, the names of its fields, or nothing. */
export type Detail = 'all' | 'names' | 'nothing';

/** An answer in the form of a recording. */
export function blurAnswer(answer: ServerAnswer, blurring: Blurring, detail: Detail): RecordedAnswer {
  const { status, body } = answer;
  const headers = blurHeaders(answer.headers, blurring);
  if (isPage(answer)) return { status, headers, html: true, reason: namesException(body) };
  if (body === '') return { status, headers };
  const json = parsed(body);
  if (json === undefined) return { status, headers, text: blurPlain(body, blurring, detail) };
  if (detail === 'nothing') return { status, headers, json: '<any>' };
  return { status, headers, json: detail === 'names' ? namesOnly(json) : blurJson(json, blurring) };
}

type Headers = RecordedAnswer['headers'];

/** The headers that a client can be led astray by. */
function blurHeaders(given: ServerAnswer['headers'], blurring: Blurring): Headers {
  const kept: Headers = {};
  const { location, allow } = given;
  if (given['content-type']) kept['content-type'] = given['content-type'].toLowerCase().replace(/\s/g, '');
  if (location) kept.location = blurLocation(location, blurring);
  if (allow)
    kept.allow = allow
      .split(/\s*,\s*/)
      .toSorted()
      .join(',');
  if (given['www-authenticate']) kept['www-authenticate'] = given['www-authenticate'];
  if (given['marathon-deployment-id']) kept['marathon-deployment-id'] = true;
  return kept;
}

function blurLocation(location: string, blurring: Blurring): string {
  const blurred = blurText(location, blurring);
  return blurred.length > 120 ? `${blurred.slice(0, 100)}…` : blurred;
}

const isPage = ({ headers, body }: ServerAnswer): boolean =>
  /^\s*text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(body);

const namesException = (page: string): boolean => /[a-z]\w*\.\w+(\.\w+)*(Exception|Error)\b/.test(page);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The lines of a graph come in the order of a hash set. */
function blurPlain(body: string, blurring: Blurring, detail: Detail): string {
  if (detail !== 'all') return '<any>';
  const isGraph = /^(node|link),/m.test(body);
  const text = isGraph ? body.split('\n').filter(Boolean).toSorted().join('\n') : body;
  return shortened(blurText(text, blurring));
}
