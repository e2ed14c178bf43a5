import type { AlarmExpression, Comparison, SubExpression } from './alarm-expression.ts';
import type { LoggedMetric } from './metric-log.ts';

const compare: Record<Comparison, (value: number, threshold: number) => boolean> = {
  LT: (value, threshold) => value < threshold,
  LTE: (value, threshold) => value <= threshold,
  GT: (value, threshold) => value > threshold,
  GTE: (value, threshold) => value >= threshold,
};

const aggregate: Record<'max' | 'min' | 'avg' | 'count' | 'sum', (values: number[]) => number> = {
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  count: (values) => values.length,
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
};

/** Whether the expression holds for the measurements; null when they do not tell. */
export function holds(expression: AlarmExpression, measurements: LoggedMetric[]): boolean | null {
  if (expression.operator === 'compare') return comparisonHolds(expression, measurements);
  const [left, right] = expression.operands.map((each) => holds(each, measurements));
  const decisive = expression.operator === 'or';
  if (left === decisive || right === decisive) return decisive;
  return left === null || right === null ? null : !decisive;
}

/** Whether the comparison is about the metric. */
export function concerns({ metricName, dimensions }: SubExpression, metric: LoggedMetric): boolean {
  const wanted = Object.entries(dimensions);
  return metric.name === metricName && wanted.every(([key, value]) => metric.dimensions[key] === value);
}

/** It must hold in each of the last periods, the last of which ends with the newest measurement. */
function comparisonHolds(sub: SubExpression, measurements: LoggedMetric[]): boolean | null {
  const mine = measurements.filter((each) => concerns(sub, each));
  const newest = mine.reduce<LoggedMetric | null>(
    (last, each) => (last && last.timestamp > each.timestamp ? last : each),
    null,
  );
  if (!newest) return sub.isDeterministic ? false : null;
  const { function: name } = sub;
  if (name === 'last') return compare[sub.comparison](newest.value, sub.threshold);
  const periodMs = sub.periodSeconds * 1000;
  const windows = Array.from({ length: sub.times }, (_, i) => {
    const end = newest.timestamp - i * periodMs;
    const inside = mine.filter(({ timestamp }) => timestamp > end - periodMs && timestamp <= end);
    if (inside.length === 0) return sub.isDeterministic ? false : null;
    return compare[sub.comparison](aggregate[name](inside.map(({ value }) => value)), sub.threshold);
  });
  if (windows.includes(false)) return false;
  return windows.includes(null) ? null : true;
}
