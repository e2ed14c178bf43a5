import * as z from 'zod';
import { shownText } from './shown-text.ts';

/** What `loosened` lets through: a word of a closed list may be another one by now. */
export type Loosened<Value> = Value extends string
  ? string
  : Value extends readonly (infer Each)[]
    ? Loosened<Each>[]
    : Value extends object
      ? { [Field in keyof Value]: Loosened<Value[Field]> }
      : Value;

/** What holds no text and no field. An instant is one only in its form. */
const leaves = [z.core.$ZodNumber, z.core.$ZodBoolean, z.core.$ZodLiteral, z.core.$ZodISODateTime];

/**
 * The schema of a reply for a reader that may be older than the API: objects keep fields that are not known here, a
 * closed list of words is any text, and texts can be written to a terminal.
 */
export function loosened<Schema extends z.core.$ZodType>(
  schema: Schema,
): z.ZodType<Loosened<z.output<Schema>>>;
export function loosened(schema: z.core.$ZodType): z.ZodType {
  // The classes that the schemas of `zod` and those of `zod/mini` share: some of each make up a reply.
  const { core } = z;
  for (const leaf of leaves) if (schema instanceof leaf) return z.pipe(z.unknown(), schema);
  if (schema instanceof core.$ZodObject) return z.looseObject(loosenedFields(schema._zod.def.shape));
  if (schema instanceof core.$ZodArray) return z.array(loosened(schema._zod.def.element));
  if (schema instanceof core.$ZodOptional) return z.optional(loosened(schema._zod.def.innerType));
  if (schema instanceof core.$ZodNullable) return z.nullable(loosened(schema._zod.def.innerType));
  if (schema instanceof core.$ZodString || schema instanceof core.$ZodEnum) return shownText;
  throw new Error(`A reply has a schema of an unsupported kind: ${schema._zod.def.type}.`);
}

function loosenedFields(shape: z.core.$ZodShape): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([field, schema]) => [field, loosened(schema)]));
}
