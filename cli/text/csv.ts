/** A line of a CSV file (RFC 4180), without its end. What is not known is an empty cell. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return cells.map((cell) => quoted(String(cell ?? ''))).join(',');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
