import { measurementsRoute } from './measurements-route.ts';
import { selectedSeries, withDimensions, withEscapedBlanks } from './metric-query.ts';
import { postedMetrics } from './metric-rules.ts';
import { serviceUnavailable, unprocessable } from './monasca-error.ts';
import { list, pageLimit } from './page-links.ts';
import { pythonInteger } from './python-integer.ts';
import { readTimes } from './read-times.ts';
import {
  agentRole,
  type MonascaRequest,
  type MonascaRoute,
  type MonascaState,
  publishing,
  pythonJson,
  readers,
  userRole,
} from './route.ts';

const postMetrics: MonascaRoute = {
  method: 'POST',
  path: '/v2.0/metrics',
  roles: [userRole, agentRole],
  exactJson: true,
  handle: (request, { metricsTopic }) => {
    const { tenant } = request;
    const posted = postedMetrics(pythonJson(request)).map((metric) => ({ tenant, ...metric }));
    return publishing(metricsTopic, posted, { status: 204 });
  },
};

/** Their ids are the rows that they are, by which the offset counts; with a `start_time`, those are left out that have no points. */
const listMetrics: MonascaRoute = {
  method: 'GET',
  path: '/v2.0/metrics',
  roles: readers,
  handle: (request, state) => {
    const { query } = request;
    const limit = pageLimit(query);
    const { startAt, endAt } = readTimes(query);
    const first = firstRow(query.get('offset') ?? '');
    const isTimed = query.get('start_time');
    const found = selectedSeries(request, state)
      .slice(first, first + limit + 1)
      .filter(({ points }) => !isTimed || points.some(({ timestamp: at }) => at >= startAt && at < endAt))
      .map(({ name, dimensions }, i) => ({
        id: String(first + i),
        name,
        dimensions: withEscapedBlanks(dimensions),
      }));
    return list(request, found.slice(0, limit), found.length > limit ? found.at(limit - 1)?.id : undefined);
  },
};

function firstRow(offset: string): number {
  if (offset === '') return 0;
  const row = pythonInteger(offset);
  if (row === null) throw serviceUnavailable(`invalid literal for int() with base 10: '${offset}'`);
  return row + 1;
}

/** A list of texts that are known by themselves: the next page begins after one of them. */
function texts(
  path: string,
  key: string,
  find: (request: MonascaRequest, state: MonascaState) => string[],
): MonascaRoute {
  return {
    method: 'GET',
    path: `/v2.0/metrics/${path}`,
    roles: readers,
    handle: (request, state) => {
      const limit = pageLimit(request.query);
      const after = (request.query.get('offset') ?? '').toLowerCase();
      const found = [...new Set(find(request, state))].sort().filter((text) => text > after);
      const page = found.slice(0, limit).map((text) => ({ [key]: text }));
      if (found.length > 0 && limit === 0) throw serviceUnavailable('list index out of range');
      return list(request, page, found.length > limit ? found[limit - 1] : undefined, String);
    },
  };
}

const listMetricNames = texts('names', 'name', (request, state) =>
  withDimensions(request, state).map(({ name }) => name),
);

const listDimensionNames = texts('dimensions/names', 'dimension_name', (request, state) =>
  dimensionsOf(request, state).flatMap(Object.keys),
);

const listDimensionValues = texts('dimensions/names/values', 'dimension_value', (request, state) => {
  const key = request.query.get('dimension_name');
  if (!key) throw unprocessable('Missing dimension_name');
  return dimensionsOf(request, state).flatMap((dimensions) => dimensions[key] ?? []);
});

function dimensionsOf(
  { query, tenant }: MonascaRequest,
  { metrics }: MonascaState,
): Record<string, string>[] {
  readTimes(query);
  const name = query.get('metric_name');
  const mine = metrics.stored().filter((each) => each.tenant === tenant && (!name || each.name === name));
  return mine.map(({ dimensions }) => dimensions);
}

export const metricRoutes = [
  postMetrics,
  listMetrics,
  listMetricNames,
  listDimensionNames,
  listDimensionValues,
  measurementsRoute,
];
