import type { LoggedMetric } from './metric-log.ts';

/** The points of one metric name with one set of dimensions, in the order of their time, one for each time. */
export interface Series {
  name: string;
  dimensions: Record<string, string>;
  points: LoggedMetric[];
}

/** The series of the measurements, in the order in which InfluxDB lists them. Of two of one time the later to come stays. */
export function seriesOf(metrics: readonly LoggedMetric[]): Series[] {
  const series = Map.groupBy(metrics, influxKey);
  return [...series]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, points]) => {
      const [first] = points;
      return first ? [{ name: first.name, dimensions: first.dimensions, points: onePerTime(points) }] : [];
    });
}

/** By which InfluxDB knows a series: its name, and its tags sorted, Monasca's own among them. */
function influxKey({ tenant, name, dimensions }: LoggedMetric): string {
  const tags = Object.entries({ ...dimensions, _region: 'RegionOne', _tenant_id: tenant });
  const sorted = tags.map(([key, value]) => `${key}=${value}`).sort();
  return [name, ...sorted].join(',');
}

/** InfluxDB keeps a time to the millisecond here. */
function onePerTime(points: LoggedMetric[]): LoggedMetric[] {
  const latest = new Map(points.map((point) => [Math.trunc(point.timestamp), point]));
  return [...latest].sort(([one], [other]) => one - other).map(([, point]) => point);
}

/**
 * Grouped by dimensions, as InfluxDB does it: what has the same values of those is one series, which shows no others; what
 * lacks one has it empty.
 */
export function groupedBy(keys: string[], series: Series[]): Series[] {
  const named = (dimensions: Series['dimensions']) =>
    Object.fromEntries(keys.map((key) => [key, dimensions[key] ?? '']));
  const groups = Map.groupBy(series, ({ dimensions }) => JSON.stringify(named(dimensions)));
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([text, ofGroup]) =>
      ofGroup.slice(0, 1).map(({ name }) => merged(name, JSON.parse(text), ofGroup)),
    );
}

/** All their points as one series. */
export function merged(name: string, dimensions: Series['dimensions'], series: Series[]): Series {
  const points = series.flatMap((each) => each.points);
  return { name, dimensions, points: points.sort((one, other) => one.timestamp - other.timestamp) };
}
