import { stripVTControlCharacters } from 'node:util';

const widthOf = (cell: string) => stripVTControlCharacters(cell).length;

/** Rows as lines with aligned columns; cells may be coloured. Columns are aligned to the left but for those that `isRight` picks. */
export function table(rows: string[][], isRight: (column: number) => boolean = () => false): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  }
  const padded = (cell: string, i: number) => {
    const padding = ' '.repeat((widths[i] ?? 0) - widthOf(cell));
    return isRight(i) ? padding + cell : cell + padding;
  };
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}
