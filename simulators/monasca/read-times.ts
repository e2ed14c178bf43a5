import { badRequest, unprocessable } from './monasca-error.ts';

/** Epoch milliseconds. */
export interface ReadTimes {
  startAt: number;
  /** Exclusive. */
  endAt: number;
}

/** The `start_time` and `end_time` of a query; what it leaves out has no bound. */
export function readTimes(query: URLSearchParams): ReadTimes {
  const startAt = instant(query.get('start_time')) ?? Number.NEGATIVE_INFINITY;
  const endAt = instant(query.get('end_time')) ?? Number.POSITIVE_INFINITY;
  if (startAt >= endAt) throw badRequest('start_time must be before end_time');
  return { startAt, endAt };
}

const iso8601 =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d)(?::?(\d\d)(?::?(\d\d(?:\.\d+)?))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** ISO 8601, with or without its `-` and `:`, as epoch milliseconds; what has no zone is UTC. */
function instant(text: string | null): number | undefined {
  if (!text) return undefined;
  const [found, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] =
    iso8601.exec(text.replace(' ', '+')) ?? [];
  const offset = zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const parsed = found
    ? Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
    : Number.NaN;
  if (Number.isNaN(parsed)) throw unprocessable(`Invalid isoformat string: '${text}'`);
  return parsed;
}
