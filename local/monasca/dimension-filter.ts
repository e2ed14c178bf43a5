import { checkDimensionKey, checkedDimensionValue } from './metric-rules.ts';
import { queryValues } from './query-values.ts';

type Dimensions = Record<string, string>;

/** `key:value`, `key` alone for any value, `key:one|other`; all must hold. What no metric can have is a 422. */
export function dimensionFilter(
  query: URLSearchParams,
  parameter: string,
): (dimensions: Dimensions) => boolean {
  const wanted = keysAndValues(query, parameter).map(([key, text]) => {
    const values = text === '' ? [] : text.split('|');
    checkDimensionKey(key);
    for (const value of values) checkedDimensionValue(key, value);
    return { key, values };
  });
  return (dimensions) =>
    wanted.every(({ key, values }) => {
      const value = dimensions[key];
      return value !== undefined && (values.length === 0 || values.includes(value));
    });
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
