/** The values of a parameter that may come several times, and with commas; empty ones are ignored. */
export function queryValues(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter(Boolean);
}
