/** A time in epoch milliseconds as ISO 8601 to the whole second before it: `2026-11-30T00:17:20Z`. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
