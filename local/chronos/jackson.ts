/**
 * The conversions of Jackson's JSON tree, which never refuse a value: an explicit null is the text "null", the number 0 and
 * false; an object or an array is the empty text.
 */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? '' : String(value);
}

export function asNumber(value: unknown): number {
  if (typeof value === 'string') return /^\s*$/.test(value) ? 0 : Number(value) || 0;
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : 0;
}

export const asInteger = (value: unknown): number => Math.trunc(asNumber(value));

export function asBoolean(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === 'true';
  return value === true || (typeof value === 'number' && value !== 0);
}

/** The elements of an array; anything else has none. */
export const elements = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
