import { isoSeconds } from './iso-seconds.ts';
import type { LoggedMetric } from './metric-log.ts';
import { shownSeries } from './metric-query.ts';
import { serviceUnavailable, unprocessable } from './monasca-error.ts';
import { list, pageLimit } from './page-links.ts';
import { pagedRows } from './paged-rows.ts';
import { pythonInteger } from './python-integer.ts';
import { queryValues } from './query-values.ts';
import { readTimes } from './read-times.ts';
import { type MonascaRoute, readers } from './route.ts';

/** What the values of one bucket come to. */
const statistics: Record<string, (values: number[]) => number> = {
  avg: (values) => sum(values) / values.length,
  min: (values) => values.reduce((one, other) => Math.min(one, other)),
  max: (values) => values.reduce((one, other) => Math.max(one, other)),
  count: (values) => values.length,
  sum,
};

type Row = [time: string, ...values: number[]];

/** `GET /metrics/statistics`: buckets begin at multiples of the period, empty ones are left out. */
export const statisticsRoute: MonascaRoute = {
  method: 'GET',
  path: '/v2.0/metrics/statistics',
  roles: readers,
  handle: (request, state) => {
    const { query } = request;
    const wanted = wantedStatistics(query);
    const periodMs = period(query.get('period') || '300') * 1000;
    const limit = pageLimit(query);
    const after = pageStart(query.get('offset') ?? '', periodMs);
    const { startAt } = readTimes(query);
    const series = shownSeries(request, state)
      .map(({ points, ...rest }) => ({ ...rest, rows: rowsOf(points, { after, startAt, periodMs, wanted }) }))
      .filter(({ rows }) => rows.length > 0)
      .map((each, i) => ({ id: String(i), ...each }));
    const { parts, last } = pagedRows(series, limit);
    const columns = ['timestamp', ...wanted];
    const elements = parts.map(({ rows, ...part }) => ({ ...part, columns, statistics: rows }));
    // As the real one with InfluxDB has it: a time alone, also when the next series begins earlier.
    return list(request, elements, last?.time);
  },
};

interface Buckets {
  after: number;
  startAt: number;
  periodMs: number;
  wanted: string[];
}

/** Without a period all is one bucket, of the time at which the query begins. */
function rowsOf(points: LoggedMetric[], { after, startAt, periodMs, wanted }: Buckets): Row[] {
  const dated = points.filter(
    ({ timestamp }) => timestamp > after && !Number.isNaN(new Date(timestamp).getTime()),
  );
  const buckets = Map.groupBy(dated, ({ timestamp }) =>
    periodMs === 0 ? startAt : Math.floor(timestamp / periodMs) * periodMs,
  );
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([at, inside]) => [isoSeconds(at), ...valuesOf(inside, wanted)]);
}

/** The beginning of the last bucket that was shown, and nothing else: with an id before it, InfluxDB does not know it for a time. */
function pageStart(offset: string, periodMs: number): number {
  if (offset === '') return Number.NEGATIVE_INFINITY;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(offset) ? Date.parse(offset) : Number.NaN;
  if (Number.isNaN(at)) throw serviceUnavailable('invalid timestamp string');
  return at + periodMs;
}

function valuesOf(inside: LoggedMetric[], wanted: string[]): number[] {
  const values = inside.map(({ value }) => value);
  return wanted.flatMap((name) => statistics[name]?.(values) ?? []);
}

function wantedStatistics(query: URLSearchParams): string[] {
  if (!query.get('statistics')) throw unprocessable('Missing statistics');
  const wanted = queryValues(query, 'statistics').map((name) => name.toLowerCase());
  if (!wanted.every((name) => Object.hasOwn(statistics, name))) throw unprocessable('Invalid statistic');
  return wanted;
}

/** Seconds. */
function period(text: string): number {
  const seconds = pythonInteger(text);
  if (seconds === null) throw unprocessable('Period must be a valid integer');
  if (seconds < 0) throw unprocessable('Period must be a positive integer');
  return seconds;
}

function sum(values: number[]): number {
  return values.reduce((one, other) => one + other, 0);
}
