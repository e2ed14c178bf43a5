import { checkDimensionKey, checkedDimensionValue } from './metric-rules.ts';
import { serviceUnavailable } from './monasca-error.ts';
import { queryValues } from './query-values.ts';

type Dimensions = Record<string, string>;

/** `key:value`, `key` alone for any value, `key:one|other`; all must hold. What no metric can have is a 422. */
export function dimensionFilter(
  query: URLSearchParams,
  parameter: string,
): (dimensions: Dimensions) => boolean {
  const wanted = Object.entries(checkedDimensions(query, parameter));
  return (dimensions) =>
    wanted.every(([key, text]) => {
      const value = dimensions[key];
      return value !== undefined && (text === '' || text.split('|').includes(value));
    });
}

/**
 * The same for metrics, where `one|other` is the regular expression that InfluxDB gets for it: `a|b|c` begins with a, contains
 * b or ends with c. One that it cannot read, as with a `/`, is a failure of the server.
 */
export function metricDimensionFilter(query: URLSearchParams): (dimensions: Dimensions) => boolean {
  const wanted = Object.entries(checkedDimensions(query, 'dimensions')).map(
    ([key, text]) => [key, valueTest(text)] as const,
  );
  return (dimensions) => wanted.every(([key, fits]) => fits(dimensions[key] ?? ''));
}

function valueTest(text: string): (value: string) => boolean {
  if (text === '') return (value) => value !== '';
  if (!text.includes('|')) return (value) => value === text;
  const pattern = regularExpression(text);
  return (value) => pattern.test(value);
}

function regularExpression(text: string): RegExp {
  try {
    if (!text.includes('/')) return new RegExp(`^${text}$`, 'u');
  } catch {
    // It is refused as the other one is.
  }
  throw serviceUnavailable(`error parsing query: found ${text}, expected a regular expression`);
}

/** The dimensions that a query asks for, the last of each key; a key alone has no value. */
export function checkedDimensions(query: URLSearchParams, parameter: string): Dimensions {
  const wanted = Object.fromEntries(keysAndValues(query, parameter));
  for (const [key, text] of Object.entries(wanted)) {
    checkDimensionKey(key);
    for (const value of text === '' ? [] : text.split('|')) checkedDimensionValue(key, value);
  }
  return wanted;
}

/** The same for alarm definitions, where neither alternatives nor keys alone have a meaning and nothing is checked. */
export function exactDimensionFilter(query: URLSearchParams): (dimensions: Dimensions) => boolean {
  const wanted = keysAndValues(query, 'dimensions');
  return (dimensions) => wanted.every(([key, value]) => dimensions[key] === value);
}

function keysAndValues(query: URLSearchParams, parameter: string): [key: string, value: string][] {
  return queryValues(query, parameter).map((text) => {
    const [key = '', value = ''] = text.split(/:(.*)/s);
    return [key, value];
  });
}
