/** The number that a text is to Python's `int`: blanks around, a sign, single underscores between digits; null if it is none. */
export function pythonInteger(text: string): number | null {
  return /^\s*[+-]?\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : null;
}
