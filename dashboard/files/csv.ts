/** A line of a CSV file (RFC 4180), without its end. What is not known is an empty cell; a text that a spreadsheet would compute gets a `'`. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return cells.map((cell) => quoted(typeof cell === 'string' ? plain(cell) : String(cell ?? ''))).join(',');
}

function plain(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
