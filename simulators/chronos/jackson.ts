import { formatDouble, parseDouble, saturated, wrapped } from './java-number.ts';
import { JsonNumber } from './json-number.ts';

/**
 * The conversions of Jackson's JSON tree, which never refuse a value: an explicit null is the text "null", the number 0 and
 * false; an object or an array is the empty text.
 */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber) {
    if (!value.isInteger) return formatDouble(Number(value.source));
    return value.source === '-0' ? '0' : value.source;
  }
  return typeof value === 'object' && value !== null ? '' : String(value);
}

export function asNumber(value: unknown): number {
  if (typeof value === 'string') return parseDouble(value) ?? 0;
  if (value instanceof JsonNumber) return Number(value.source);
  return typeof value === 'boolean' ? Number(value) : 0;
}

/** A number of 32 bits: a number that is too large loses its upper bits, a text that is too large is 0. */
export const asInteger = (value: unknown): number => asWhole(value, 32);

/** The same in 64 bits. */
export const asLong = (value: unknown): number => asWhole(value, 64);

function asWhole(value: unknown, bits: 32 | 64): number {
  if (typeof value === 'string') return wholeOfText(value.trim(), bits);
  if (typeof value === 'boolean') return Number(value);
  if (!(value instanceof JsonNumber)) return 0;
  return value.isInteger ? wrapped(value.source, bits) : saturated(Number(value.source), bits);
}

function wholeOfText(text: string, bits: 32 | 64): number {
  if (!/^[+-]?\d+$/.test(text)) return saturated(parseDouble(text) ?? 0, bits);
  const digits = text.replace('+', '');
  const amount = wrapped(digits, bits);
  return amount === Number(digits) ? amount : 0;
}

/** Of numbers only whole ones can be true. */
export function asBoolean(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === 'true';
  return (
    value === true ||
    (value instanceof JsonNumber && value.isInteger && value.source !== '0' && value.source !== '-0')
  );
}

/** The elements of an array, or the values of an object; anything else has none. */
export function elements(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const isObject = typeof value === 'object' && value !== null && !(value instanceof JsonNumber);
  return isObject ? Object.values(value) : [];
}
