/** The rows of one series of an answer; `id` is its place in it. */
export interface RowsOfSeries {
  id: string;
  rows: [time: string, ...columns: unknown[]][];
}

export interface PagedRows<Part extends RowsOfSeries> {
  parts: Part[];
  /** Where the page ends, when there may be more. */
  last?: { id: string; time: string };
}

/**
 * One page of rows over all series, as the real server cuts it: of each series at most one row more than a page was asked for,
 * and the page ends with the series that fills it, even to the last row. Of no row at all it says that the first was the last.
 */
export function pagedRows<Part extends RowsOfSeries>(series: Part[], limit: number): PagedRows<Part> {
  const parts: Part[] = [];
  let room = limit;
  for (const part of series) {
    const rows = part.rows.slice(0, limit + 1);
    parts.push({ ...part, rows: rows.slice(0, room) });
    const last = rows.at(room - 1);
    if (rows.length >= room && last) return { parts, last: { id: part.id, time: last[0] } };
    room -= rows.length;
  }
  return { parts };
}
