import * as z from 'zod/mini';
import type { FrameworkName } from '../../job/frameworks.ts';
import type { StateRow } from './state-row.ts';
import { toSchema2 } from './to-schema-2.ts';

/** From each schema, the first one first, to the next. A migration never changes: it is about rows that are written. */
const migrations: ((state: StateRow, framework: FrameworkName) => StateRow)[] = [toSchema2];

/** The schema of the rows that this version writes. Rows of schema 1 may lack the number: the first of them had none. */
export const currentSchema = migrations.length + 1;

const stateRow = z.looseObject({
  schema: z._default(z.number(), 1).check(
    z.refine((written) => written <= currentSchema, {
      message: `was written by a later version of Pacer than this one, which reads schemas up to ${currentSchema}: deploy the later version again`,
    }),
  ),
  progress: z.looseObject({}),
});

/** The row of a job's state, in whichever schema it was written, as one of the current schema; throws when that is a later one. */
export function inCurrentSchema(state: unknown, framework: FrameworkName): StateRow {
  if (isCurrent(state)) return state;
  const row = stateRow.parse(state);
  const toApply = migrations.slice(row.schema - 1);
  const migrated = toApply.reduce<StateRow>((each, migrate) => migrate(each, framework), row);
  return { ...migrated, schema: currentSchema };
}

/** Most rows are: they are read as they are. */
function isCurrent(state: unknown): state is StateRow {
  return typeof state === 'object' && state !== null && 'schema' in state && state.schema === currentSchema;
}
