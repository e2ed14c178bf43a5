import { alarmExpression, type SubExpression, subExpressions } from '../alarm-expression.ts';
import type { AlarmedMetric, StoredAlarm, StoredDefinition } from '../alarm-store.ts';

/** Whether the comparison is about the metric. */
export function concerns({ metricName, dimensions }: SubExpression, metric: AlarmedMetric): boolean {
  const wanted = Object.entries(dimensions);
  return metric.name === metricName && wanted.every(([key, value]) => metric.dimensions[key] === value);
}

const parsed = new WeakMap<StoredDefinition, { expression: string; subs: SubExpression[] }>();

/** The comparisons of a definition, from left to right; read once, for every metric asks. */
export function comparisonsOf(definition: StoredDefinition): SubExpression[] {
  const { expression } = definition;
  const known = parsed.get(definition);
  if (known?.expression === expression) return known.subs;
  const subs = subExpressions(alarmExpression(expression));
  parsed.set(definition, { expression, subs });
  return subs;
}

/** Whether each comparison of the definition has a series among these. */
export function isComplete(definition: StoredDefinition, metrics: AlarmedMetric[]): boolean {
  return comparisonsOf(definition).every((sub) => metrics.some((metric) => concerns(sub, metric)));
}

/**
 * Whether a series that a comparison is about belongs to an alarm: of the dimensions to match by it shares one at least with
 * the alarm's series, and has none with another value. An alarm whose series have none of them takes any.
 */
export function fits(
  { match_by }: StoredDefinition,
  { metrics }: Pick<StoredAlarm, 'metrics'>,
  { dimensions }: AlarmedMetric,
): boolean {
  const matched = match_by.flatMap((key) => {
    const value = metrics.findLast((each) => each.dimensions[key] !== undefined)?.dimensions[key];
    return value === undefined ? [] : [{ key, value }];
  });
  const shared = matched.filter(({ key }) => dimensions[key] !== undefined);
  if (matched.length > 0 && shared.length === 0) return false;
  return shared.every(({ key, value }) => dimensions[key] === value);
}

/** Name and dimensions as one text. */
export function seriesKey({ name, dimensions }: AlarmedMetric): string {
  return JSON.stringify([name, Object.entries(dimensions).sort()]);
}
