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
  const afterBlanks = () => position + (/^\s*/.exec(text.slice(position))?.[0].length ?? 0);

  function take(pattern: RegExp): string | null {
    const start = afterBlanks();
    const found = pattern.exec(text.slice(start));
    if (found?.index !== 0) return null;
    position = start + found[0].length;
    return found[0];
  }

  function fail(why: string): never {
    throw refuse(why, afterBlanks() + 1);
  }

  return { take, expect: (pattern, what) => take(pattern) ?? fail(`Expected ${what}`), fail };
}
