import { unreadable } from './api-error.ts';
import { JsonNumber } from './json-number.ts';

/**
 * The first JSON value of a body, numbers as they are written; what follows it is not looked at. Undefined if there is none.
 * Throws an ChronosError for bytes that are no UTF-8 and for text that is no JSON.
 */
export function readJson(body: Buffer): unknown {
  const text = decoded(body);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(firstValue(text), numberAsWritten);
  } catch {
    throw unreadable('com.fasterxml.jackson.core.JsonParseException', 'Unexpected character or end of input');
  }
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw unreadable('com.fasterxml.jackson.core.JsonParseException', 'Invalid UTF-8 byte');
  }
}

/** The third parameter is newer than the declaration of JSON.parse. */
function numberAsWritten(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value;
}

/** A text that never ends goes to the end, so that nothing is looked at twice. */
const token = /"(?:[^"\\]+|\\.)*(?:"|$)|[[\]{}]|[^\s"[\]{},:]+/gs;

/** The text up to the end of its first value; all of it if that never ends. */
function firstValue(text: string): string {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(token)) {
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    if (depth <= 0) return text.slice(0, index + found.length);
  }
  return text;
}
