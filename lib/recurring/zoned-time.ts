const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether there is such a time zone, by its name: EventBridge takes no offset such as +02:00. */
export function isTimeZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, made);
  return made;
}

/** What the clock of a zone shows at an instant, as the milliseconds at which it would show that in UTC. */
export function wallTime(instant: number, zone: string): number {
  if (zone === 'UTC') return instant;
  const inSeconds = Math.floor(instant / 1000) * 1000;
  const shown = Date.parse(`${formatOf(zone).format(inSeconds).replace(' ', 'T')}Z`);
  return shown + (instant - inSeconds);
}

const dayMs = 86_400_000;

/** The first instant at which the clock of a zone shows a time; null for one that it leaps over. */
export function instantOf(wall: number, zone: string): number | null {
  if (zone === 'UTC') return wall;
  // Its clock is put forward or back between them, or not at all.
  const offsets = [wall - dayMs, wall + dayMs].map((near) => wallTime(near, zone) - near);
  const shown = offsets
    .map((offset) => wall - offset)
    .filter((instant) => wallTime(instant, zone) === wall)
    .sort((a, b) => a - b);
  return shown[0] ?? null;
}
