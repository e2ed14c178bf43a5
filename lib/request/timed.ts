import type * as z from 'zod/mini';
import { parse } from './parse.ts';

/** A schema that looks at the time. */
interface Timed<Schema extends z.core.$ZodType> {
  /** For descriptions only: by itself it knows no time. */
  readonly schema: Schema;
  /** As `parse`, at an instant (epoch milliseconds). */
  parse(value: unknown, now: number, what: string): z.output<Schema>;
}

/**
 * The schema is made once, which takes far longer than to parse with it: each parse tells it what its `now` is. It is made when
 * it is needed first, so that no function makes at its start what this call does not need.
 */
export function timed<Schema extends z.core.$ZodType>(make: (now: () => number) => Schema): Timed<Schema> {
  let instant = Number.NaN;
  const schema = once(() => make(() => instant));
  return {
    get schema() {
      return schema();
    },
    parse(value, now, what) {
      instant = now;
      return parse(schema(), value, what);
    },
  };
}

/** What `make` gives, made when it is asked for first: at the start of a function it would cost those calls that do not need it. */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
