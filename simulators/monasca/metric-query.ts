import { checkedDimensions, metricDimensionFilter } from './dimension-filter.ts';
import type { LoggedMetric } from './metric-log.ts';
import { checkedName } from './metric-rules.ts';
import { MonascaError, unprocessable } from './monasca-error.ts';
import { readTimes } from './read-times.ts';
import type { MonascaRequest, MonascaState } from './route.ts';
import { groupedBy, merged, type Series, seriesOf } from './series.ts';

/** The tenant's stored metrics that the query's dimensions select. */
export function withDimensions({ tenant, query }: MonascaRequest, { metrics }: MonascaState): LoggedMetric[] {
  const hasDimensions = metricDimensionFilter(query);
  return metrics.stored().filter((each) => each.tenant === tenant && hasDimensions(each.dimensions));
}

/** The tenant's series that the query's name and dimensions select, whatever its times. */
export function selectedSeries(request: MonascaRequest, state: MonascaState): Series[] {
  const given = request.query.get('name');
  const name = given ? checkedName(given) : null;
  return seriesOf(withDimensions(request, state).filter((each) => name === null || each.name === name));
}

/** The series as the query wants them shown: grouped, merged into one, or the only one that there is; with its times. */
export function shownSeries(request: MonascaRequest, state: MonascaState): Series[] {
  const { query } = request;
  if (!query.get('name')) throw unprocessable('Missing name');
  if (!query.get('start_time')) throw unprocessable('Missing start time');
  const { startAt, endAt } = readTimes(query);
  const shown = arranged(request, selectedSeries(request, state), state);
  return shown.map((series) => ({
    ...series,
    points: series.points.filter(({ timestamp }) => timestamp >= startAt && timestamp < endAt),
  }));
}

function arranged({ query }: MonascaRequest, series: Series[], state: MonascaState): Series[] {
  const [first] = series;
  if (!first) return [];
  const groupBy = query.getAll('group_by').join().split(',').filter(Boolean);
  if (groupBy.length > 0)
    return groupedBy(groupBy.includes('*') ? tagsOf(first.name, state) : groupBy.sort(), series);
  if (query.get('merge_metrics')?.toLowerCase() === 'true') {
    return [merged(first.name, checkedDimensions(query, 'dimensions'), series)];
  }
  if (series.length > 1) {
    const why = `Found multiple metrics matching metric name ${first.name}: use merge_metrics or group_by`;
    throw new MonascaError(409, 'MultipleMetrics', why);
  }
  return [{ ...first, dimensions: withEscapedBlanks(first.dimensions) }];
}

/** The keys of all series of a name, whoever's. */
function tagsOf(name: string, { metrics }: MonascaState): string[] {
  const keys = metrics.stored().flatMap((each) => (each.name === name ? Object.keys(each.dimensions) : []));
  return [...new Set(keys)].sort();
}

/** The real server takes them apart from InfluxDB's own notation, and leaves its `\` before each blank. */
export function withEscapedBlanks(dimensions: Series['dimensions']): Series['dimensions'] {
  const escaped = (text: string) => text.replaceAll(' ', '\\ ');
  return Object.fromEntries(Object.entries(dimensions).map(([key, value]) => [escaped(key), escaped(value)]));
}
