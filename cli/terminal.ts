import { styleText } from 'node:util';

/** Where a command writes: lines of a terminal are drawn over and coloured, those of anything else are not. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number };

/** What a command meets: where answers and errors go, and the variables of its environment. */
export interface Terminal {
  out: Output;
  err: Output;
  environment: Record<string, string | undefined>;
}

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** The text in that style, or as it is where there are no styles. */
export type Paint = (style: Style, text: string) => string;

/** Whether escape codes mean something there: not in a file, a pipe, or the shell of an editor (`TERM=dumb`). */
export function takesEscapeCodes({ out, environment }: Pick<Terminal, 'out' | 'environment'>): boolean {
  return out.isTTY === true && environment.TERM !== 'dumb';
}

/** Paints on a terminal, unless that is not wanted (`NO_COLOR`). */
export function paintOn(terminal: Pick<Terminal, 'out' | 'environment'>): Paint {
  if (!takesEscapeCodes(terminal)) return (_, text) => text;
  return (style, text) => styleText(style, text, { stream: terminal.out });
}
