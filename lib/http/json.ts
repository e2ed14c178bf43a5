/** The JSON of a text. The parser's own message would quote the text, which may hold a secret; this one names it. */
export function jsonOf(text: string, name = 'The answer'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} is not JSON.`);
  }
}

/** The JSON of a text; undefined where it is none. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
