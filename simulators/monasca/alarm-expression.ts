import { MonascaError } from './monasca-error.ts';
import { type TextScanner, textScanner } from './text-scanner.ts';

const functions = ['max', 'min', 'avg', 'count', 'sum', 'last'] as const;
export type AlarmFunction = (typeof functions)[number];
export type Comparison = 'LT' | 'LTE' | 'GT' | 'GTE';

/** One comparison: `avg(metric{key=value}, deterministic, 120) > 5 times 3`. */
export interface SubExpression {
  operator: 'compare';
  function: AlarmFunction;
  metricName: string;
  dimensions: Record<string, string>;
  isDeterministic: boolean;
  periodSeconds: number;
  comparison: Comparison;
  threshold: number;
  /** How many periods in a row. */
  times: number;
}

export type AlarmExpression =
  | SubExpression
  | { operator: 'and' | 'or'; operands: [AlarmExpression, AlarmExpression] };

const comparisons: Record<string, Comparison> = {
  '<': 'LT',
  '<=': 'LTE',
  '>': 'GT',
  '>=': 'GTE',
  lt: 'LT',
  lte: 'LTE',
  gt: 'GT',
  gte: 'GTE',
};

/** Reads an alarm expression by the grammar of Monasca's parser; 422 with the column where it cannot go on. */
export function alarmExpression(text: string): AlarmExpression {
  const scanner = textScanner(text, (why, column) => {
    const where = `parser failed on expression '${text}' at column ${column}: ${why}`;
    return new MonascaError(422, 'Invalid alarm expression', where);
  });
  const whole = either(scanner);
  scanner.expect(/$/, 'end of text');
  return whole;
}

function either(scanner: TextScanner): AlarmExpression {
  let left = both(scanner);
  while (scanner.take(/or|\|\|/i)) left = { operator: 'or', operands: [left, both(scanner)] };
  return left;
}

function both(scanner: TextScanner): AlarmExpression {
  let left = single(scanner);
  while (scanner.take(/and|&&/i)) left = { operator: 'and', operands: [left, single(scanner)] };
  return left;
}

function single(scanner: TextScanner): AlarmExpression {
  if (!scanner.take(/\(/)) return comparison(scanner);
  const inner = either(scanner);
  scanner.expect(/\)/, "')'");
  return inner;
}

function comparison(scanner: TextScanner): SubExpression {
  const called = scanner.take(/(max|min|avg|count|sum|last)(?=\s*\()/i)?.toLowerCase();
  if (called) scanner.expect(/\(/, "'('");
  const metricName = scanner.expect(/[^\s"(),<=>{}]{1,255}/, 'a metric name');
  const dimensions = scanner.take(/\{/) ? dimensionList(scanner) : {};
  const window = called ? windowOfFunction(scanner) : { isDeterministic: false, periodSeconds: 60 };
  const sign = scanner.expect(/<=|>=|<|>|lte|lt|gte|gt/i, "one of '<=' '<' '>=' '>'").toLowerCase();
  const compared = comparisons[sign] ?? scanner.fail('Expected a relation');
  const threshold = Number(scanner.expect(/-?\s*\d+(\s*\.\s*\d+)?/, 'a number').replaceAll(/\s/g, ''));
  const times = scanner.take(/times/i) ? timesInARow(scanner) : 1;
  return {
    operator: 'compare',
    function: functions.find((name) => name === called) ?? (compared.startsWith('G') ? 'max' : 'min'),
    metricName,
    dimensions,
    ...window,
    comparison: compared,
    threshold,
    times,
  };
}

function dimensionList(scanner: TextScanner): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (let isFirst = true; !scanner.take(/\}/); isFirst = false) {
    if (!isFirst) scanner.expect(/,/, "'}'");
    const key = scanner.expect(/[^"(),<=>{}]{1,255}/, 'a dimension');
    scanner.expect(/=/, "'='");
    dimensions[key.trim()] = scanner.expect(/[^"(),<=>{}]{1,255}/, 'a dimension value').trim();
  }
  return dimensions;
}

function windowOfFunction(scanner: TextScanner) {
  const isDeterministic = scanner.take(/,\s*deterministic/i) !== null;
  const periodSeconds = scanner.take(/,(?=\s*\d)/) ? wholeMinutes(scanner) : 60;
  scanner.expect(/\)/, "')'");
  return { isDeterministic, periodSeconds };
}

function wholeMinutes(scanner: TextScanner): number {
  const seconds = Number(scanner.expect(/\d+/, 'a period'));
  if (seconds === 0) scanner.fail('Period must not be 0');
  if (seconds % 60 !== 0) scanner.fail(`Period ${seconds} must be a multiple of 60`);
  return seconds;
}

function timesInARow(scanner: TextScanner): number {
  const times = Number(scanner.expect(/\d+/, 'a number'));
  return times >= 1 ? times : scanner.fail(`Periods ${times} must be 1 or greater`);
}

/** All comparisons of an expression, from left to right. */
export function subExpressions(expression: AlarmExpression): SubExpression[] {
  return expression.operator === 'compare' ? [expression] : expression.operands.flatMap(subExpressions);
}
