import cliTruncate from 'cli-truncate';
import { createLogUpdate } from 'log-update';
import wrapAnsi from 'wrap-ansi';
import type { Output } from '../terminal.ts';

const usualColumns = 80;

/** The columns of a terminal; the last stays free, as some terminals wrap a line that fills it. */
export const roomOf = ({ columns }: Output): number => (columns || usualColumns) - 1;

/** The text cut to so many columns, with an ellipsis where something is missing. */
export const fitted = (text: string, columns: number): string => cliTruncate(text, columns);

/** The text in lines of at most so many columns, broken between words where that is possible. */
export const wrapped = (text: string, columns: number): string[] =>
  wrapAnsi(text, columns, { hard: true }).split('\n');

/** Lines at the end of a terminal that are drawn over. */
export interface LiveLines {
  draw(lines: string[]): void;
  /** Writes what stays, above the lines. */
  keep(line: string): void;
  /** The lines stay as they are. */
  end(): void;
}

export function liveLines(out: Output): LiveLines {
  // Hiding the cursor would install handlers of signals, which end a program that has handlers of its own.
  const update = createLogUpdate(out, { showCursor: true });
  return {
    draw: (lines) => update(lines.join('\n')),
    keep: (line) => update.persist(line),
    end: () => update.done(),
  };
}
