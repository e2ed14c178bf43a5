import * as z from 'zod/mini';
import { refuse } from '../../../request/parse.ts';
import { isReserved, variableProblem } from '../../wrapper/command-field.ts';
import { text } from './jackson.ts';

const shape = 'must be an object as { "name": "…", "value": "…" }';
const entry = () => z.looseObject({ name: z.optional(text()), value: z.optional(text()) }, shape);

export interface Variable {
  name: string;
  value: string;
}

/** Whether an entry of the list has neither name nor value, so that its fields can only be the variables themselves. */
export function isMapOfVariables(given: object): boolean {
  return !('name' in given) && !('value' in given) && Object.keys(given).length > 0;
}

/** The variables of a job. Chronos answers an entry without name or value with a page of an exception. */
export const variablesField = () =>
  z.pipe(
    z.array(entry(), 'must be a list'),
    z.transform((entries, context) => entries.flatMap((given, i) => variablesOf(given, i, context))),
  );

function variablesOf(
  given: z.infer<ReturnType<typeof entry>>,
  i: number,
  context: z.core.ParsePayload,
): Variable[] {
  const refuseField = (field: string, message: string) => {
    refuse(context, message, [i, field]);
    return [];
  };
  if (isMapOfVariables(given)) {
    return Object.entries(given).flatMap(([name, each]) => {
      const value = text().safeParse(each).data;
      return value === undefined
        ? refuseField(name, 'must be a string')
        : checked({ name, value }, name, refuseField);
    });
  }
  const { name, value } = given;
  if (name === undefined || value === undefined)
    return refuseField(name === undefined ? 'name' : 'value', 'must be a string');
  return checked({ ...given, name, value }, 'name', refuseField);
}

type Refuse = (field: string, message: string) => Variable[];

function checked(variable: Variable, nameField: string, refuse: Refuse): Variable[] {
  const { name, value } = variable;
  if (isReserved(name)) return refuse(nameField, 'must not begin with PACER_');
  const problem = variableProblem(name, value);
  if (problem === null) return [variable];
  return refuse(name === '' ? nameField : nameField === 'name' ? 'value' : nameField, problem);
}
