import * as z from 'zod/mini';

/** The most iterations that a job can have. */
export const maximumIterations = 1_000_000;
/** How many iterations a job may have. */
export const iterationCount = z.int().check(z.minimum(1), z.maximum(maximumIterations));
/** The probability with which a deadline is to be met. */
export const targetProbability = z.number().check(z.minimum(0.5), z.maximum(0.9999));

/** Exact enough for a fraction; a number such as 1e-200 is one that the table cannot keep. */
function toMillionths(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6;
}

/** A number from 0 to 1. */
export const fraction = z.pipe(z.number().check(z.minimum(0), z.maximum(1)), z.transform(toMillionths));
