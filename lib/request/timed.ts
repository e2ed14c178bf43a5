import type * as z from 'zod/mini';
import { parse } from './parse.ts';

/** A schema that looks at the time. */
interface Timed<Schema extends z.core.$ZodType> {
  /** For descriptions only: by itself it knows no time. */
  schema: Schema;
  /** As `parse`, at an instant (epoch milliseconds). */
  parse(value: unknown, now: number, what: string): z.output<Schema>;
}

/** The schema is made once, which takes far longer than to parse with it: each parse tells it what its `now` is. */
export function timed<Schema extends z.core.$ZodType>(make: (now: () => number) => Schema): Timed<Schema> {
  let instant = Number.NaN;
  const schema = make(() => instant);
  return {
    schema,
    parse(value, now, what) {
      instant = now;
      return parse(schema, value, what);
    },
  };
}
