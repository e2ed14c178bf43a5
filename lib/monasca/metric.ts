export interface Metric {
  name: string;
  dimensions: Record<string, string>;
  /** Epoch milliseconds. */
  timestamp: number;
  value: number;
  /** Text beside the value, not searchable. */
  valueMeta?: Record<string, string>;
}

const longestName = 255;
const mostMetaEntries = 16;
const longestMetaJson = 2048;
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);
// Lists of what is allowed, not of what Monasca forbids: its API takes characters that stop the persister behind it for good.
const notAllowedInNames = /[^A-Za-z0-9._/:-]/gu;
// Letters and digits of every script, as far as a MySQL of three bytes a character has them; no control characters.
const notAllowedInDimensions = /[^\p{L}\p{M}\p{N} ._/:@#%+*!?$~^-]|[\u{10000}-\u{10ffff}]/gu;

/**
 * The metric as all of Monasca bears it: characters that are not allowed become `_`, what is too long is cut, empty dimensions
 * and value meta are left out. Null when nothing useful is left: no name, a value that is not finite, or a timestamp that is not
 * milliseconds of this century (Monasca would file seconds in January 1970 without a word).
 */
export function sanitizeMetric(metric: Metric): Metric | null {
  const name = cut(clean(metric.name, notAllowedInNames));
  const timestamp = Math.trunc(metric.timestamp);
  if (name === '' || !Number.isFinite(metric.value)) return null;
  if (!isOfThisCentury({ timestamp })) return null;
  const dimensions = sanitizeDimensions(metric.dimensions);
  const valueMeta = sanitizeValueMeta(metric.valueMeta ?? {});
  const kept = { name, dimensions, timestamp, value: metric.value };
  return Object.keys(valueMeta).length > 0 ? { ...kept, valueMeta } : kept;
}

/** Whether the timestamp is one of milliseconds; seconds would be of 1970. */
export function isOfThisCentury({ timestamp }: Pick<Metric, 'timestamp'>): boolean {
  return timestamp >= earliest && timestamp < latest;
}

function sanitizeDimensions(dimensions: Record<string, string>): Record<string, string> {
  const entries = Object.entries(dimensions).map(([key, value]) => [
    // A key must not begin with the replacement either.
    cut(clean(key, notAllowedInDimensions).replace(/^_+/, '')),
    cut(clean(value, notAllowedInDimensions)),
  ]);
  return Object.fromEntries(entries.filter(([key, value]) => key !== '' && value !== ''));
}

/** Keeps the first entries that fit into the length that Monasca allows, the last of them cut short. */
function sanitizeValueMeta(valueMeta: Record<string, string>): Record<string, string> {
  const kept = new Map<string, string>();
  let room = longestMetaJson - '{}'.length;
  for (const [key, value] of Object.entries(valueMeta)) {
    const name = cut(key.toWellFormed());
    const roomForText = room - jsonLength(name) - '"": "", '.length;
    const text = fitting(value.toWellFormed(), roomForText);
    if (name === '' || text === '' || kept.size === mostMetaEntries) continue;
    kept.set(name, text);
    room = roomForText - jsonLength(text);
  }
  return Object.fromEntries(kept);
}

function clean(text: string, notAllowed: RegExp): string {
  return text.replaceAll(notAllowed, '_');
}

/** Lengths count code points: a pair of surrogates is never parted. */
function cut(text: string): string {
  return text.length <= longestName ? text : [...text].slice(0, longestName).join('');
}

function fitting(text: string, room: number): string {
  if (jsonLength(text) <= room) return text;
  let used = 0;
  const isTooMuch = (character: string) => {
    used += jsonLength(character);
    return used > room;
  };
  const characters = [...text];
  const end = characters.findIndex(isTooMuch);
  return end === -1 ? text : characters.slice(0, end).join('');
}

/** The length of a string within the JSON that Monasca counts, in which all but printable ASCII is `\uXXXX`. */
function jsonLength(text: string): number {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^ -~]/g, '\\uXXXX').length;
}
