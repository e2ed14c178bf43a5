import { paintOn, takesEscapeCodes } from '../../cli/terminal.ts';
import { bar } from '../../cli/text/bar.ts';
import { liveLines } from '../../cli/text/live-lines.ts';

const columns = 40;

/** A bar on the standard error of a terminal; silent where that is no terminal. */
export function progressBar(title: string): (share: number) => void {
  const terminal = { out: process.stderr, environment: process.env };
  if (!takesEscapeCodes(terminal)) return () => {};
  const lines = liveLines(process.stderr);
  const paint = paintOn(terminal);
  let drawn = -1;
  return (share) => {
    const percent = Math.round(100 * share);
    if (percent === drawn && share < 1) return;
    drawn = percent;
    lines.draw([`${title} ${bar(share, columns, paint, 'green')} ${percent} %`]);
    if (share >= 1) lines.end();
  };
}
