/** What may be given, in words: `a, b or c`. */
export function alternatives(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' or ');
}

/** What must be given, in words: `must be "a", "b" or "c"`. */
export function oneOf(names: readonly string[]): string {
  return `must be ${alternatives(names.map((name) => `"${name}"`))}`;
}
