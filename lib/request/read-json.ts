import { InvalidRequestError } from '../job/errors.ts';

/** Where a JSON text comes from. */
export interface JsonSource {
  /** What the words of a refusal begin with: "The body", or the name of a file. */
  name: string;
  /** What a refusal names as its field where it is the text as a whole. */
  field: string;
  /** Nothing of the text may be quoted: there may be a password in it. */
  isSecret?: true;
}

/** Stands for bytes that are no UTF-8 where a gateway or a shell has made a text of them. */
const replacement = '\ufffd';

/** The text of bytes, without a byte order mark; InvalidRequestError for bytes that are no UTF-8. */
export function utf8Text(bytes: Uint8Array, source: JsonSource): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wholeRefused(source, 'holds bytes that are no UTF-8.');
  }
}

/**
 * The value of a JSON text, which may begin with a byte order mark. InvalidRequestError for what is no JSON, for a field that is
 * given twice (of which another reader may take the other), and for a text that was no UTF-8 where it came from.
 */
export function readJson(given: string, source: JsonSource): unknown {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given;
  if (text.includes(replacement))
    throw wholeRefused(
      source,
      'holds bytes that are no UTF-8; write the character U+FFFD itself as \\ufffd.',
    );
  const value = parsed(text, source);
  const field = repeatedField(text);
  if (field === null) return value;
  const problem = 'is given twice';
  throw new InvalidRequestError(`${source.name} is invalid: ${field} ${problem}.`, [{ field, problem }]);
}

function parsed(text: string, source: JsonSource): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const place = /\((line \d+ column \d+)\)/.exec(message)?.[1];
    const inSecret = place === undefined ? 'is not JSON.' : `is not JSON, at ${place}.`;
    throw wholeRefused(source, source.isSecret ? inSecret : `is not JSON: ${message}`);
  }
}

function wholeRefused({ name, field }: JsonSource, problem: string): InvalidRequestError {
  return new InvalidRequestError(`${name} ${problem}`, [{ field, problem: problem.replace(/\.$/, '') }]);
}

/** An object or a list that is being read. */
interface Level {
  /** The fields of an object so far; null for a list. */
  fields: Set<string> | null;
  /** Where the level is: the field of the object, or the place in the list. */
  at: string | number;
}

/** A text with what follows it up to a colon, or a sign that opens, closes or separates. */
const tokens = /"((?:[^"\\]|\\.)*)"(\s*:)?|[[\]{},]/g;

const deepestShown = 8;
const longestKeyShown = 80;

/** The last keys of a path, none of them long. */
function pathOf(levels: Level[]): string {
  const keys = levels.slice(-deepestShown).map(({ at }) => String(at).slice(0, longestKeyShown));
  return [...(levels.length > deepestShown ? ['…'] : []), ...keys].join('.');
}

/** The path of the first field that an object has twice, in a text that is JSON; null where there is none. */
function repeatedField(text: string): string | null {
  const levels: Level[] = [];
  for (const [token, name = '', colon] of text.matchAll(tokens)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ fields: new Set(), at: '' });
    else if (token === '[') levels.push({ fields: null, at: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (typeof level?.at === 'number') level.at += 1;
    } else if (colon !== undefined && level?.fields) {
      level.at = String(JSON.parse(`"${name}"`));
      if (level.fields.has(level.at)) return pathOf(levels);
      level.fields.add(level.at);
    }
  }
  return null;
}
