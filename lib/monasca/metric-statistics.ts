import * as z from 'zod/mini';
import type { MonascaCall } from './monasca-call.ts';

export type Statistic = 'avg' | 'min' | 'max' | 'sum' | 'count';

export interface StatisticsQuery {
  name: string;
  /** Which series: the values that a dimension may have. No value may hold a comma or a `|`. */
  dimensions: Record<string, string[]>;
  statistics: Statistic[];
  /** Epoch milliseconds; without an end until now. */
  startAt: number;
  endAt?: number;
  /** The length of the buckets, which begin at multiples of it since 1970. */
  periodSeconds: number;
}

export interface SeriesStatistics {
  dimensions: Record<string, string>;
  /** In the order of time, without the empty buckets; `at` is the beginning of a bucket in epoch milliseconds. */
  buckets: { at: number; values: Record<string, number> }[];
}

export interface MetricStatistics {
  /** None when nothing fits. */
  series: SeriesStatistics[];
  /** There was more than Monasca gives at once (10 000 buckets of all series together). */
  isCut: boolean;
}

const reply = z.object({
  links: z.array(z.object({ rel: z.string() })),
  elements: z.array(
    z.object({
      dimensions: z.record(z.string(), z.string()),
      columns: z.array(z.string()),
      statistics: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
    }),
  ),
});

type Element = z.output<typeof reply>['elements'][number];

/** Statistics over time of every series that fits the query, each by itself. */
export async function metricStatistics(call: MonascaCall, query: StatisticsQuery): Promise<MetricStatistics> {
  const answer = await call({
    method: 'GET',
    path: '/metrics/statistics',
    // Without grouping Monasca answers 409 when more than one series fits.
    query: { ...parametersOf(query), group_by: '*' },
    reply,
  });
  return { series: answer.elements.map(seriesOf), isCut: answer.links.some(({ rel }) => rel === 'next') };
}

function parametersOf(query: StatisticsQuery): Record<string, string> {
  const { name, statistics, startAt, endAt, periodSeconds } = query;
  const filter = Object.entries(query.dimensions).map(([key, values]) => `${key}:${values.join('|')}`);
  return {
    name,
    statistics: statistics.join(','),
    dimensions: filter.join(','),
    start_time: new Date(startAt).toISOString(),
    ...(endAt === undefined ? {} : { end_time: new Date(endAt).toISOString() }),
    period: String(periodSeconds),
  };
}

/** The columns come in the order of the request, or in another one: they are known by their names. */
function seriesOf({ dimensions, columns, statistics }: Element): SeriesStatistics {
  const time = columns.indexOf('timestamp');
  const buckets = statistics.map((row) => ({
    at: Date.parse(String(row[time])),
    values: Object.fromEntries(columns.flatMap((column, i) => numberEntry(column, row[i]))),
  }));
  return { dimensions, buckets: buckets.sort((one, other) => one.at - other.at) };
}

function numberEntry(column: string, value: unknown): [string, number][] {
  return typeof value === 'number' ? [[column, value]] : [];
}
