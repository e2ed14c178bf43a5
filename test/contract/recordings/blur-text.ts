import type { Tokens } from './tokens.ts';

/** What is known of the server whose answers are blurred. */
export type Blurring = { url: string; tokens: Tokens };

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g;
const epochMs = /\b1[5-9]\d{11}\b/g;
const twoDaysMs = 2 * 86_400_000;
const longestText = 100;

/** Fields whose times are versions of an app: their identity counts. */
const versionFields = new Set([
  'version',
  'versions',
  'lastScalingAt',
  'lastConfigChangeAt',
  'runSpecVersion',
]);

/** Whether a moment (ms since 1970) is one of this session and not one that a definition names. */
export const isNow = (at: number): boolean => Math.abs(at - Date.now()) < twoDaysMs;

/** Replaces addresses, ids, ports and the times of now by what a recording has in their place. */
export function blurText(text: string, { url, tokens }: Blurring, field = ''): string {
  const ofTime = (at: string) => {
    if (!isNow(Date.parse(at))) return at;
    return versionFields.has(field) ? tokens.tokenOf('version', at) : '<timestamp>';
  };
  return text
    .replaceAll(url, '<base>')
    .replaceAll(url.replace('http://', ''), '<host>:<port>')
    .replace(uuid, (id) => tokens.tokenOf('id', id))
    .replace(instant, ofTime)
    .replace(/\t\d{5}\t/g, '\t<port>\t')
    .replace(epochMs, (at) => (isNow(Number(at)) ? '<timestamp>' : at))
    .replace(/\b(127\.0\.0\.1|localhost)\b/g, '<host>')
    .replace(/<host>:\d{4,5}/g, '<host>:<port>');
}

/** Cuts a stack trace after its first line, and whatever is long. */
export function shortened(text: string): string {
  const trouble = text.replace(/(NullPointerException): Cannot (invoke|read|load|store)[^\n]*/, '$1…');
  const trace = trouble.search(/\r?\n\s*(at |\[)/);
  const sentence = trace < 0 ? trouble : `${trouble.slice(0, trace)}…`;
  return sentence.length > longestText + 1 ? `${sentence.slice(0, longestText)}…` : sentence;
}
