/** A double as Java prints it: `1.0`, `1.0E7`, `1.0E-4`. */
export function formatDouble(amount: number): string {
  const size = Math.abs(amount);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits = '', exponent = ''] = amount.toExponential().split('e');
    return `${withPoint(digits)}E${Number(exponent)}`;
  }
  return Object.is(amount, -0) ? '-0.0' : withPoint(String(amount));
}

const withPoint = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`);

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;
const word = /^([+-]?)(?:NaN|Infinity)$/;

/** Reads a double as Java does; undefined for a text that is none. */
export function parseDouble(text: string): number | undefined {
  const trimmed = text.trim();
  if (decimal.test(trimmed)) return Number(trimmed.replace(/[fFdD]$/, ''));
  return word.test(trimmed) ? Number(trimmed.replace('+', '')) : undefined;
}

const mostDigits = 1000;

/** The digits of a whole number in so many bits, as a cast of a longer one leaves it; 0 of one that is longer than anybody's. */
export const wrapped = (digits: string, bits: 32 | 64): number =>
  digits.length > mostDigits ? 0 : Number(BigInt.asIntN(bits, BigInt(digits)));

/** A whole number in so many bits, as a cast of a double leaves it. */
export function saturated(amount: number, bits: 32 | 64): number {
  if (Number.isNaN(amount)) return 0;
  const limit = 2 ** (bits - 1);
  return Math.trunc(Math.min(Math.max(amount, -limit), limit - 1));
}
