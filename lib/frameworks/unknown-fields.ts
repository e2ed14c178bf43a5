import { isFields } from '../request/legacy-fields.ts';

/** Fields of a native job that its framework ignores, since it does not know them, each with the one that may be meant. */
export interface UnknownField {
  /** As in `container.netwrk`. */
  path: string;
  /** A known field in the same place whose name is much like it. */
  like: string | undefined;
}

/** The unknown among the fields of an object at a path; those that are empty say nothing, and are none. */
export function unknownFields(given: unknown, known: readonly string[], at = ''): UnknownField[] {
  if (!isFields(given)) return [];
  const unknown = Object.entries(given).filter(([name, value]) => !known.includes(name) && !isEmpty(value));
  // The others are only counted: to compare thousands of names would take seconds.
  return unknown.map(([name], index) => ({
    path: `${at}${name}`,
    like: index < mostListed ? known.find((each) => isLike(name, each)) : undefined,
  }));
}

/** A sentence of what is unknown; none where nothing is. */
export function unknownSentence(title: string, unknown: readonly UnknownField[]): string[] {
  if (unknown.length === 0) return [];
  const named = unknown.map(({ path, like }) => (like === undefined ? path : `${path} (is ${like} meant?)`));
  return [`${title} ignores what it does not know: ${listed(named)}.`];
}

const mostListed = 10;
const longestListed = 120;

/** Words side by side: no more than ten, and none that fills a page. */
export function listed(words: readonly string[]): string {
  const shown = words.slice(0, mostListed).map((word) => word.slice(0, longestListed));
  const more = words.length > mostListed ? [`${words.length - mostListed} more`] : [];
  const all = [...shown, ...more];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** Null, an empty text, or a list or an object without anything in it. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const fewestShared = 3;
const mostMistakes = 2;

/** Whether a name may be a slip of the pen, or a longer or shorter word, for another. */
function isLike(name: string, known: string): boolean {
  const [a, b] = [name.toLowerCase(), known.toLowerCase()];
  const isShort = Math.min(a.length, b.length) < fewestShared;
  if (isShort) return false;
  if (a.startsWith(b) || b.startsWith(a)) return true;
  return b.length > 2 * mostMistakes && mistakes(a.slice(0, 64), b) <= mostMistakes;
}

/** How many letters are to be put in, left out or changed to make one word of the other. */
function mistakes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
