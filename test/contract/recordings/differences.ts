import * as z from 'zod';
import type { RecordedAnswer } from './recording.ts';
import { tokenPattern } from './tokens.ts';

/** Which token of the answers here stands for which of the recording: the same thing must be the same thing in every answer. */
export type Bound = Map<string, string>;

/** How an answer differs from the recorded one, in sentences; none if it does not. The body counts only where the status is right. */
export function differences(recorded: RecordedAnswer, answered: RecordedAnswer, bound: Bound): string[] {
  if (recorded.status !== answered.status) return [`status ${answered.status}, not ${recorded.status}`];
  const names = [...new Set([...Object.keys(recorded.headers), ...Object.keys(answered.headers)])];
  const headers = names.flatMap((name) => {
    const [wanted, given] = [recorded.headers[name], answered.headers[name]];
    return String(wanted) === String(given)
      ? []
      : [`header ${name}: ${given ?? 'none'}, not ${wanted ?? 'none'}`];
  });
  return [...headers, ...compare(bodyOf(recorded), bodyOf(answered), { at: 'body', bound })];
}

function bodyOf({ json, text, html, reason }: RecordedAnswer): unknown {
  if (html) return { html, reason };
  return json === undefined ? { text } : { json };
}

type Place = { at: string; bound: Bound };

/** Tokens that stand for a number where the recording's server wrote a text. */
const numberTokens = new Set(['<port>', '<number>', '<timestamp>']);

function compare(wanted: unknown, given: unknown, place: Place): string[] {
  if (wanted === '<any>') return [];
  if (typeof wanted === 'string' && typeof given === 'string') return compareTexts(wanted, given, place);
  if (Array.isArray(wanted) && Array.isArray(given)) return compareLists(wanted, given, place);
  const [wantedFields, givenFields] = [fieldsOf(wanted), fieldsOf(given)];
  if (wantedFields && givenFields) return compareFields(wantedFields, givenFields, place);
  if (typeof given === 'number' && numberTokens.has(String(wanted))) return [];
  return wanted === given ? [] : [`${place.at}: ${shown(given)}, not ${shown(wanted)}`];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | undefined =>
  Array.isArray(value) ? undefined : z.record(z.string(), z.unknown()).safeParse(value).data;

function compareTexts(wanted: string, given: string, { at, bound }: Place): string[] {
  if (wanted.replace(tokenPattern, '<>') !== given.replace(tokenPattern, '<>')) {
    return [`${at}: ${shown(given)}, not ${shown(wanted)}`];
  }
  const here = given.match(tokenPattern) ?? [];
  return (wanted.match(tokenPattern) ?? []).flatMap((token, i) => {
    const before = bound.get(token) ?? here[i] ?? '';
    bound.set(token, before);
    return before === here[i] ? [] : [`${at}: ${here[i]}, but ${token} was ${before}`];
  });
}

function compareLists(wanted: readonly unknown[], given: readonly unknown[], { at, bound }: Place): string[] {
  const length =
    wanted.length === given.length ? [] : [`${at}: ${given.length} elements, not ${wanted.length}`];
  const common = wanted.slice(0, given.length);
  return [...length, ...common.flatMap((item, i) => compare(item, given[i], { at: `${at}[${i}]`, bound }))];
}

function compareFields(wanted: Fields, given: Fields, { at, bound }: Place): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(given)])];
  return names.flatMap((name) => {
    const own = { at: `${at}.${name}`, bound };
    if (!(name in wanted)) return [`${own.at}: ${shown(given[name])}, where nothing was`];
    if (!(name in given))
      return wanted[name] === '<any>' ? [] : [`${own.at}: nothing, not ${shown(wanted[name])}`];
    return compare(wanted[name], given[name], own);
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
