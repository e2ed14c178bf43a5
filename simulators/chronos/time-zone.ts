/** The abbreviations that Java understands and that the IANA data lacks. */
const abbreviations: Record<string, string> = {
  PST: 'America/Los_Angeles',
  MST: 'America/Denver',
  CST: 'America/Chicago',
  EST: 'America/New_York',
  JST: 'Asia/Tokyo',
};

/** The name under which this machine knows a zone; UTC for one that it does not know, as Java does. */
export function knownZone(name: string): string {
  const zone = abbreviations[name] ?? name;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}

/** Minutes east of UTC at a moment (ms since 1970). */
export function offsetMinutes(at: number, zone: string): number {
  return Math.round((toWallClock(at, zone) - at) / 60_000);
}

/** What the clock on the wall shows at a moment, as if that were UTC (ms since 1970). */
export function toWallClock(at: number, zone: string): number {
  if (zone === 'UTC') return at;
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const match = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
  return at + (match?.[1] === '-' ? -minutes : minutes) * 60_000;
}

/** The moment at which the clock on the wall shows this. */
export function fromWallClock(wall: number, zone: string): number {
  const guess = wall - offsetMinutes(wall, zone) * 60_000;
  return wall - offsetMinutes(guess, zone) * 60_000;
}
