import * as z from 'zod/mini';
import { refuse } from '../../../request/parse.ts';
import { isOrdinary } from '../../../request/without-nulls.ts';

/**
 * Chronos reads its jobs by Jackson's conversions, which take a text, a number and true or false for one another. Lists and
 * objects in their place it takes for nothing; they are refused here.
 */
const scalar = (problem: string) => z.union([z.string(), z.number(), z.boolean()], problem);

/** A text; of a number its digits as Java writes them. */
export const text = (problem = 'must be a string') => z.pipe(scalar(problem), z.transform(asText));

/** True for true, "true" and whole numbers but 0; anything else is false. */
export const flag = () => z.pipe(scalar('must be true or false'), z.transform(asFlag));

/** A number that is not below 0, and 0 for an empty text. Of a text that is no number Chronos would take its default. */
export function amount(problem: string) {
  return z
    .pipe(
      scalar(problem),
      z.transform((given, context) => {
        const number = asNumber(given);
        if (number !== null && isOrdinary(number)) return number;
        refuse(context, problem);
        return z.NEVER;
      }),
    )
    .check(z.refine((number) => number >= 0, 'must not be below 0'));
}

function asText(given: string | number | boolean): string {
  const isWritten = typeof given !== 'number' || Number.isInteger(given);
  return isWritten ? String(given) : fractionText(given);
}

/** Java writes what is below 0.001 or from 10 million on with an exponent: `1.5E-4`. */
function fractionText(fraction: number): string {
  const size = Math.abs(fraction);
  if (size >= 1e-3 && size < 1e7) return String(fraction);
  const [digits = '', exponent] = fraction.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

function asFlag(given: string | number | boolean): boolean {
  if (typeof given === 'string') return given.trim() === 'true';
  return given === true || (Number.isInteger(given) && given !== 0);
}

/** As Java writes numbers, which may end in their type. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?=[fFdD]?$)/;

function asNumber(given: string | number | boolean): number | null {
  if (typeof given !== 'string') return Number(given);
  if (given.trim() === '') return 0;
  const [number] = decimal.exec(given.trim()) ?? [];
  return number === undefined ? null : Number(number);
}
