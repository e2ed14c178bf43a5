import { serviceUnavailable, unprocessable } from './monasca-error.ts';

export interface PostedMetric {
  name: string;
  dimensions: Record<string, string>;
  timestamp: number;
  value: number;
  value_meta: Record<string, unknown> | null;
}

const forbiddenInDimension = /[<>={},"\\;&]/;
const forbiddenInName = /[<>={},"\\;&() ]/;

/**
 * The metrics of a body of POST /metrics, one or many; the first bad one refuses them all (422). NaN and the infinite are
 * no JSON to send on, which the real server notices too late (500).
 */
export function postedMetrics(body: unknown): PostedMetric[] {
  const metrics = (Array.isArray(body) ? body : [body]).map(postedMetric);
  if (!isJson(body)) throw serviceUnavailable('Out of range float values are not JSON compliant');
  return metrics;
}

function postedMetric(metric: unknown): PostedMetric {
  if (!isObject(metric) || !('name' in metric)) throw unprocessable("'name'");
  const name = checkedName(metric.name);
  const refuse = (why: string) => unprocessable(`${why}: for metric ${name}`);
  return {
    name,
    value: checkedValue(metric, refuse),
    timestamp: checkedNumber(metric, 'timestamp', refuse),
    dimensions: checkedDimensions(metric, refuse),
    value_meta: checkedMeta(metric.value_meta ?? null, refuse),
  };
}

/** A name that a metric can have. */
export function checkedName(name: unknown): string {
  if (typeof name !== 'string')
    throw unprocessable(`invalid metric name type: ${name} is not a string type `);
  if (!isShort(name)) throw unprocessable(`invalid length for metric name: ${name}`);
  if (forbiddenInName.test(name)) throw unprocessable(`invalid characters in metric name: ${name}`);
  return name;
}

type Refuse = (why: string) => Error;

function checkedValue(metric: Record<string, unknown>, refuse: Refuse): number {
  const value = checkedNumber(metric, 'value', refuse);
  if (!Number.isFinite(value)) throw refuse(`invalid value: ${value} is not a valid value for metric`);
  return value;
}

/** A boolean is a number here, as it is in Python. */
function checkedNumber(
  metric: Record<string, unknown>,
  field: 'value' | 'timestamp',
  refuse: Refuse,
): number {
  if (!(field in metric)) throw refuse(`'${field}'`);
  const value = metric[field];
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    throw refuse(`invalid ${field} type: ${value} is not a number type for metric`);
  }
  return Number(value);
}

function checkedDimensions(metric: Record<string, unknown>, refuse: Refuse): Record<string, string> {
  if (!('dimensions' in metric)) return {};
  const { dimensions } = metric;
  if (!isObject(dimensions)) throw refuse('invalid dimensions');
  return Object.fromEntries(
    Object.entries(dimensions).map(([key, value]) => {
      checkDimensionKey(key, refuse);
      return [key, checkedDimensionValue(key, value, refuse)];
    }),
  );
}

/** A key that a dimension can have. */
export function checkDimensionKey(key: string, refuse: Refuse = unprocessable): void {
  if (!isShort(key)) throw refuse(`invalid length (${[...key].length}) for dimension key ${key}`);
  if (forbiddenInDimension.test(key) || key.startsWith('_')) {
    throw refuse(`invalid characters in dimension key ${key}`);
  }
}

/** A value that a dimension can have. */
export function checkedDimensionValue(key: string, value: unknown, refuse: Refuse = unprocessable): string {
  if (typeof value !== 'string') {
    throw refuse(`invalid dimension value type: ${value} must be a string (from key ${key})`);
  }
  if (!isShort(value))
    throw refuse(`invalid length (${[...value].length}) for dimension value from key ${key}`);
  if (forbiddenInDimension.test(value)) {
    throw refuse(`invalid characters in dimension value ${value} from key ${key}`);
  }
  return value;
}

function checkedMeta(meta: unknown, refuse: Refuse): Record<string, unknown> | null {
  if (meta === null) return null;
  if (!isObject(meta)) throw refuse('invalid valueMeta');
  const names = Object.keys(meta);
  if (names.length > 16) throw refuse(`Too many valueMeta entries ${names.length}, limit is 16`);
  if (names.includes('')) throw refuse('valueMeta name cannot be empty');
  if (!names.every(isShort)) throw refuse('valueMeta name too long: it must be 255 characters or less');
  if (!isJson(meta)) throw refuse('Unable to serialize valueMeta into JSON');
  if (pythonJsonLength(meta) > 2048) {
    throw refuse('valueMeta name value combinations must be 2048 characters or less');
  }
  return meta;
}

/** How long Python's json.dumps makes a value: a blank after every comma and colon, non-ASCII as \uXXXX. */
function pythonJsonLength(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, each) => sum + pythonJsonLength(each) + 2, value.length ? 0 : 2);
  }
  if (isObject(value)) {
    const entries = Object.entries(value);
    const lengths = entries.map(([key, each]) => pythonJsonLength(key) + 2 + pythonJsonLength(each) + 2);
    return lengths.reduce((sum, length) => sum + length, entries.length ? 0 : 2);
  }
  return JSON.stringify(value).replaceAll(/[^ -~]/g, '\\uXXXX').length;
}

/** Whether all its numbers are finite, as JSON wants them. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isJson);
}

function isShort(text: string): boolean {
  const length = [...text].length;
  return length >= 1 && length <= 255;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
