/** Goes through a text from left to right. */
export interface TextScanner {
  /** The match at this place after any blanks, which is then passed; null if there is none. */
  take(pattern: RegExp): string | null;
  /** The same, or a failure that says what was expected. */
  expect(pattern: RegExp, what: string): string;
  fail(why: string): never;
}

/** `refuse` makes the error from why and where (the first column is 1). */
export function textScanner(text: string, refuse: (why: string, column: number) => Error): TextScanner {
  let position = 0;
  const afterBlanks = () => position + (matchAt(/\s*/, text, position)?.length ?? 0);

  function take(pattern: RegExp): string | null {
    const start = afterBlanks();
    const found = matchAt(pattern, text, start);
    if (found === null) return null;
    position = start + found.length;
    return found;
  }

  function fail(why: string): never {
    throw refuse(why, afterBlanks() + 1);
  }

  return { take, expect: (pattern, what) => take(pattern) ?? fail(`Expected ${what}`), fail };
}

/** What the pattern matches exactly there; it is not looked for further on. */
function matchAt(pattern: RegExp, text: string, start: number): string | null {
  const sticky = new RegExp(pattern, `${pattern.flags}y`);
  sticky.lastIndex = start;
  return sticky.exec(text)?.[0] ?? null;
}
