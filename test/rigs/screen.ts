// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
const code = /\u001b\[(\??)(\d*)([A-Za-z])/y;

/** The lines that a terminal of so many columns shows, and has scrolled away, after what was written; throws for a code it does not know. */
export function screenAfter(written: string, columns: number): string[] {
  const rows: string[] = [''];
  let row = 0;
  let column = 0;
  const down = (lines: number) => {
    row += lines;
    while (rows.length <= row) rows.push('');
  };
  const put = (character: string) => {
    if (column === columns) {
      down(1);
      column = 0;
    }
    const line = (rows[row] ?? '').padEnd(column);
    rows[row] = line.slice(0, column) + character + line.slice(column + 1);
    column++;
  };
  const eraseBelow = () => {
    rows[row] = (rows[row] ?? '').slice(0, column);
    rows.length = row + 1;
  };
  const obey = (letter: string, amount: number) => {
    if (letter === 'A') row = Math.max(0, row - (amount || 1));
    else if (letter === 'B') down(amount || 1);
    else if (letter === 'G') column = Math.max(0, amount - 1);
    else if (letter === 'K') rows[row] = amount === 2 ? '' : (rows[row] ?? '').slice(0, column);
    else if (letter === 'J') eraseBelow();
    else if (letter !== 'm') throw new Error(`The screen does not know the code ${letter}.`);
  };
  for (let i = 0; i < written.length; i++) {
    code.lastIndex = i;
    const [whole, isPrivate, amount, letter = ''] = code.exec(written) ?? [];
    if (whole !== undefined) {
      if (!isPrivate) obey(letter, Number(amount));
      i += whole.length - 1;
    } else if (written[i] === '\n') {
      down(1);
      column = 0;
    } else if (written[i] === '\r') column = 0;
    else put(written[i] ?? '');
  }
  return rows.map((line) => line.trimEnd());
}

/** Whether there is any escape code in what was written. */
export const hasEscapeCodes = (written: string): boolean => written.includes('\u001b');
