const texts = new WeakMap<object, string>();

/** The JSON of what a framework holds, which it replaces and never changes: most of what it answers, and the same time and again. */
export function jsonOf(held: object): string {
  const text = texts.get(held) ?? JSON.stringify(held);
  texts.set(held, text);
  return text;
}
