import type { Comparison, SubExpression } from '../alarm-expression.ts';

const signs: Record<Comparison, string> = { LT: '<', LTE: '<=', GT: '>', GTE: '>=' };

/** A comparison as the threshold engine writes it, whatever its definition looks like: `max(dz.a) > 5.0`. */
export function expressionText(sub: SubExpression): string {
  const { metricName, dimensions, isDeterministic, periodSeconds, threshold, times } = sub;
  const listed = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  const metric = listed.length > 0 ? `${metricName}{${listed.join(', ')}}` : metricName;
  const inBrackets = [
    metric,
    ...(isDeterministic ? ['deterministic'] : []),
    ...(periodSeconds === 60 ? [] : [periodSeconds]),
  ];
  const compared = `${sub.function}(${inBrackets.join(', ')}) ${signs[sub.comparison]} ${decimal(threshold)}`;
  return times === 1 ? compared : `${compared} times ${times}`;
}

/** With one digit after the point at least, and never with an exponent. */
function decimal(number: number): string {
  const digits = number.toFixed(15).replace(/0+$/, '');
  return digits.endsWith('.') ? `${digits}0` : digits;
}

/** As Java shows a double: `0.0`, `84.35`, `1.0E-5`. */
export function javaDouble(number: number): string {
  const size = Math.abs(number);
  if (number === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(number));
  const [mantissa = '', exponent = ''] = number.toExponential().split('e');
  return `${withPoint(mantissa)}E${Number(exponent)}`;
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
