import { createHash } from 'node:crypto';
import { dimensionFilter } from './dimension-filter.ts';
import type { LoggedMetric } from './metric-log.ts';
import { checkedName } from './metric-rules.ts';
import { badRequest, MonascaError, unprocessable } from './monasca-error.ts';
import type { MonascaRequest, MonascaState } from './route.ts';

/** The measurements of one metric name with one set of dimensions. */
export interface Series {
  id: string;
  name: string;
  dimensions: Record<string, string>;
  measurements: LoggedMetric[];
}

/** The tenant's metrics that the query's dimensions select. */
export function withDimensions({ tenant, query }: MonascaRequest, { metrics }: MonascaState): LoggedMetric[] {
  const hasDimensions = dimensionFilter(query, 'dimensions');
  return metrics.stored().filter((each) => each.tenant === tenant && hasDimensions(each.dimensions));
}

/** The tenant's series that the query's name, dimensions and times select, in the order of their ids. */
export function selectedSeries(request: MonascaRequest, state: MonascaState): Series[] {
  const given = request.query.get('name');
  const name = given ? checkedName(given) : null;
  const { startAt, endAt } = period(request.query);
  const series = new Map<string, Series>();
  for (const metric of withDimensions(request, state)) {
    if (name !== null && metric.name !== name) continue;
    if (metric.timestamp < startAt || metric.timestamp >= endAt) continue;
    const id = seriesId(metric);
    const known = series.get(id);
    if (known) known.measurements.push(metric);
    else series.set(id, { id, name: metric.name, dimensions: metric.dimensions, measurements: [metric] });
  }
  return [...series.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The series as the query wants them shown: each alone (`group_by`), merged into one, or the only one that there is. */
export function shownSeries(request: MonascaRequest, state: MonascaState): Series[] {
  const { query } = request;
  if (!query.get('name')) throw unprocessable('Missing name');
  if (!query.get('start_time')) throw unprocessable('Missing start time');
  const series = selectedSeries(request, state);
  const [first] = series;
  if (!first || query.has('group_by')) return series;
  if (query.get('merge_metrics')?.toLowerCase() === 'true') {
    return [{ ...first, dimensions: {}, measurements: series.flatMap(({ measurements }) => measurements) }];
  }
  if (series.length > 1) {
    const why = `Found multiple metrics matching metric name ${first.name}: use merge_metrics or group_by`;
    throw new MonascaError(409, 'MultipleMetrics', why);
  }
  return series;
}

function seriesId({ tenant, name, dimensions }: LoggedMetric): string {
  const key = JSON.stringify([tenant, name, Object.entries(dimensions).sort()]);
  return createHash('sha1').update(key).digest('hex');
}

function period(query: URLSearchParams) {
  const startAt = instant(query.get('start_time')) ?? Number.NEGATIVE_INFINITY;
  const endAt = instant(query.get('end_time')) ?? Number.POSITIVE_INFINITY;
  if (startAt >= endAt) throw badRequest('start_time must be before end_time');
  return { startAt, endAt };
}

/** ISO 8601 as epoch milliseconds; what has no zone is UTC. */
function instant(text: string | null): number | undefined {
  if (!text) return undefined;
  const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text.replace(' ', '+'),
  );
  const hasZone = isoDate?.[1] === undefined || isoDate[4] !== undefined;
  const parsed = isoDate ? Date.parse(hasZone ? isoDate[0] : `${isoDate[0]}Z`) : Number.NaN;
  if (Number.isNaN(parsed)) throw unprocessable(`Invalid isoformat string: '${text}'`);
  return parsed;
}
