import type { Command } from 'commander';
import * as z from 'zod';
import { alternatives } from '../lib/request/alternatives.ts';
import {
  type FieldNotes,
  type LaunchField,
  type LaunchOption,
  launchFields,
} from '../lib/request/launch-fields.ts';

type Notes = typeof launchFields;
type FieldWithOption = {
  [Field in LaunchField]: Notes[Field] extends { option: LaunchOption } ? Field : never;
}[LaunchField];
type OptionName = Notes[FieldWithOption]['option']['name'];

/** The fields of a launch request that an option of `pacer launch` gives, each with that option. */
export const fieldOptions = Object.entries<FieldNotes>(launchFields).flatMap(([field, { option }]) =>
  option ? [{ field, option }] : [],
);

const text = z.string().optional();
const number = z.coerce.number().optional();

/** The values of these options by the options' names; the API checks them. */
const optionValues = Object.fromEntries(
  fieldOptions.map(({ option }) => [option.name, option.isNumber ? number : text]),
) as Record<OptionName, typeof number | typeof text>;

/** The options of `launch` that stand above what the job file says. */
export const launchOptions = z.object({ ...optionValues, name: text, set: z.array(z.string()).default([]) });

export type LaunchOptions = z.infer<typeof launchOptions>;

/** Adds one of these options. */
export function addOption(command: Command, { name, value, help, choices }: LaunchOption): Command {
  return command.option(`--${name} <${value}>`, choices ? `${help}: ${alternatives(choices)}` : help);
}
