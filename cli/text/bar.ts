import type { Paint, Style } from '../terminal.ts';

/** A progress bar of so many columns: the share from 0 to 1 that is done, in the given style, and the rest. */
export function bar(share: number, columns: number, paint: Paint, style: Style): string {
  const done = Math.floor(Math.min(1, Math.max(0, share)) * columns);
  return paint(style, '█'.repeat(done)) + paint('dim', '░'.repeat(columns - done));
}
