import type { LoggedMetric } from './metric-log.ts';
import { type Series, shownSeries } from './metric-query.ts';
import { unprocessable } from './monasca-error.ts';
import { list, pageLimit } from './page-links.ts';
import { pythonInteger } from './python-integer.ts';
import { queryValues } from './query-values.ts';
import { type Route, readers } from './route.ts';

/** What the values of one bucket come to. */
const statistics: Record<string, (values: number[]) => number> = {
  avg: (values) => sum(values) / values.length,
  min: (values) => values.reduce((one, other) => Math.min(one, other)),
  max: (values) => values.reduce((one, other) => Math.max(one, other)),
  count: (values) => values.length,
  sum,
};

/** `GET /metrics/statistics`: buckets begin at multiples of the period, empty ones are left out. */
export const statisticsRoute: Route = {
  method: 'GET',
  path: '/v2.0/metrics/statistics',
  roles: readers,
  handle: (request, state) => {
    const { query } = request;
    const wanted = wantedStatistics(query);
    const periodMs = period(query.get('period') || '0') * 1000;
    const after = query.get('offset') ?? '';
    let room = pageLimit(query);
    let next: string | undefined;
    const elements = [];
    for (const { id, name, dimensions, measurements } of shownSeries(request, state)) {
      const rows = rowsOf(measurements, periodMs, wanted).filter(([time]) => time > after);
      if (rows.length === 0) continue;
      const shown = rows.slice(0, room);
      elements.push({ id, name, dimensions, columns: ['timestamp', ...wanted], statistics: shown });
      // As the real one with InfluxDB has it: a time alone, also when the next series begins earlier.
      if (rows.length >= room) next = shown.at(-1)?.[0];
      if (next !== undefined) break;
      room -= rows.length;
    }
    return list(request, elements, next);
  },
};

function rowsOf(
  measurements: Series['measurements'],
  periodMs: number,
  wanted: string[],
): [string, ...number[]][] {
  const dated = measurements.filter(({ timestamp }) => !Number.isNaN(new Date(timestamp).getTime()));
  const buckets = Map.groupBy(dated, ({ timestamp }) => Math.floor(timestamp / periodMs) * periodMs);
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([at, inside]) => [shownTime(at), ...valuesOf(inside, wanted)]);
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

/** Seconds; none and 0 mean five minutes. */
function period(text: string): number {
  const seconds = pythonInteger(text);
  if (seconds === null) throw unprocessable('Period must be a valid integer');
  if (seconds < 0) throw unprocessable('Period must be a positive integer');
  return seconds || 300;
}

function shownTime(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function sum(values: number[]): number {
  return values.reduce((one, other) => one + other, 0);
}
