/** An instant as ISO 8601 writes it: the `T` and the `Z` in any case, the zone as `Z`, `+01`, `+0100` or `+01:00`. */
const zoned = /^(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(?:(z)|([+-]\d\d)(?::?(\d\d))?)$/i;
const withoutZone = /^\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?$/i;

/** Epoch milliseconds, or what is wrong with the text; null for one that looks like no instant. */
export type ReadInstant = { at: number } | { problem: string } | null;

/** Reads an instant with its zone. */
export function readInstant(text: string): ReadInstant {
  const [, day = '', time = '', utc, hours = '', minutes = '00'] = zoned.exec(text) ?? [];
  if (day !== '') {
    const at = Date.parse(`${day}T${time.replace(',', '.')}${utc ? 'Z' : `${hours}:${minutes}`}`);
    if (!isDay(day)) return { problem: `is on ${day}, and there is no such day` };
    return Number.isNaN(at) ? { problem: `is at a time that there is not, in ${text}` } : { at };
  }
  if (!withoutZone.test(text)) return null;
  return text.includes(':')
    ? { problem: `lacks its zone: write ${text}Z for UTC, or ${text}+02:00` }
    : { problem: `lacks its time and zone: write ${text}T18:00:00Z for UTC` };
}

/** False for a day that its month does not have: Date.parse takes it for one of the next month. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
