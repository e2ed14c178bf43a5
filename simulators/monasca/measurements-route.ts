import { shownSeries } from './metric-query.ts';
import { serviceUnavailable } from './monasca-error.ts';
import { list, pageLimit } from './page-links.ts';
import { pagedRows } from './paged-rows.ts';
import { pythonInteger } from './python-integer.ts';
import { type MonascaRoute, readers } from './route.ts';

type Row = [time: string, value: number, valueMeta: unknown];

/** `GET /metrics/measurements`. The next page begins after a time, in every series, wherever the last one ended. */
export const measurementsRoute: MonascaRoute = {
  method: 'GET',
  path: '/v2.0/metrics/measurements',
  roles: readers,
  handle: (request, state) => {
    const limit = pageLimit(request.query);
    const { firstId, after } = pageStart(request.query.get('offset') ?? '');
    const series = shownSeries(request, state)
      .map(({ points, ...rest }) => ({
        ...rest,
        points: points.filter(({ timestamp }) => timestamp > after),
      }))
      .filter(({ points }) => points.length > 0)
      .map(({ name, dimensions, points }, i) => ({
        id: String(firstId + i),
        name,
        dimensions,
        rows: points.map(
          ({ timestamp, value, value_meta }): Row => [shownTime(timestamp), value, value_meta ?? {}],
        ),
      }));
    const { parts, last } = pagedRows(series, limit);
    const elements = parts.map(({ rows, ...part }) => ({ ...part, columns, measurements: rows }));
    return list(request, elements, last && `${last.id}_${last.time}`);
  },
};

const columns = ['timestamp', 'value', 'value_meta'];

/** `<id>_<time>`, of which only the time counts; or a time, also in epoch milliseconds. */
function pageStart(offset: string): { firstId: number; after: number } {
  if (offset === '') return { firstId: 0, after: Number.NEGATIVE_INFINITY };
  const [, id, time = ''] = /^(?:(.*?)_)?(.*)$/s.exec(offset) ?? [];
  const firstId = pythonInteger(id ?? '0');
  if (firstId === null) throw serviceUnavailable(`invalid literal for int() with base 10: '${id}'`);
  const after = /^\d+$/.test(time) ? Number(time) : Date.parse(time);
  if (Number.isNaN(after)) throw serviceUnavailable('invalid operation: time and *influxql.StringLiteral');
  return { firstId, after };
}

/** Any number is taken for a timestamp, also those that no date can be. */
function shownTime(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? String(timestamp) : date.toISOString();
}
