import { selectedSeries, shownSeries, withDimensions } from './metric-query.ts';
import { postedMetrics } from './metric-rules.ts';
import { list, pageLimit } from './page-links.ts';
import { agentRole, jsonBody, publishing, type Route, readers, userRole } from './route.ts';

const postMetrics: Route = {
  method: 'POST',
  path: '/v2.0/metrics',
  roles: [userRole, agentRole],
  exactJson: true,
  handle: (request, { metricsTopic }) => {
    const { tenant } = request;
    const posted = postedMetrics(jsonBody(request)).map((metric) => ({ tenant, ...metric }));
    return publishing(metricsTopic, posted, { status: 204 });
  },
};

const listMetrics: Route = {
  method: 'GET',
  path: '/v2.0/metrics',
  roles: readers,
  handle: (request, state) => {
    const limit = pageLimit(request.query);
    const after = request.query.get('offset') ?? '';
    const found = selectedSeries(request, state).filter(({ id }) => id > after);
    const page = found.slice(0, limit).map(({ id, name, dimensions }) => ({ id, name, dimensions }));
    return list(request, page, found.length > limit ? page.at(-1)?.id : undefined);
  },
};

const listMetricNames: Route = {
  method: 'GET',
  path: '/v2.0/metrics/names',
  roles: readers,
  handle: (request, state) => {
    const limit = pageLimit(request.query);
    const after = request.query.get('offset') ?? '';
    const names = new Set(withDimensions(request, state).map(({ name }) => name));
    const found = [...names].sort().filter((name) => name > after);
    const page = found.slice(0, limit).map((name) => ({ name }));
    return list(request, page, found.length > limit ? page.at(-1)?.name : undefined);
  },
};

const listMeasurements: Route = {
  method: 'GET',
  path: '/v2.0/metrics/measurements',
  roles: readers,
  handle: (request, state) => {
    const limit = pageLimit(request.query);
    const after = request.query.get('offset') ?? '';
    const shown = shownSeries(request, state);
    const rows = shown
      .flatMap((series) => series.measurements.map((each) => measurement(series.id, each)))
      .filter(({ offset }) => offset > after)
      .sort((one, other) => (one.offset < other.offset ? -1 : 1));
    const page = rows.slice(0, limit);
    const elements = shown
      .map(({ id, name, dimensions }) => ({ id, name, dimensions, columns, measurements: rowsOf(page, id) }))
      .filter(({ measurements }) => measurements.length > 0);
    return list(request, elements, rows.length > limit ? page.at(-1)?.offset : undefined);
  },
};

const columns = ['timestamp', 'value', 'value_meta'];

interface Measurement {
  id: string;
  offset: string;
  row: unknown[];
}

function measurement(
  id: string,
  point: { timestamp: number; value: number; value_meta: unknown },
): Measurement {
  const time = shownTime(point.timestamp);
  return { id, offset: `${id}_${time}`, row: [time, point.value, point.value_meta ?? {}] };
}

/** Any number is taken for a timestamp, also those that no date can be. */
function shownTime(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? String(timestamp) : date.toISOString();
}

function rowsOf(page: Measurement[], id: string): unknown[][] {
  return page.filter((each) => each.id === id).map(({ row }) => row);
}

export const metricRoutes = [postMetrics, listMetrics, listMetricNames, listMeasurements];
