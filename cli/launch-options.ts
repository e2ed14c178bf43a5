import type { Command } from 'commander';
import * as z from 'zod';
import { alternatives } from '../lib/request/alternatives.ts';
import type { FieldNotes, LaunchOption } from '../lib/request/field-notes.ts';
import { changeSchemas, recurringChangeSchemas } from '../lib/request/fields/change-fields.ts';
import { type LaunchField, launchFields } from '../lib/request/launch-fields.ts';

type Notes = typeof launchFields;
type FieldWithOption = {
  [Field in LaunchField]: Notes[Field] extends { option: LaunchOption } ? Field : never;
}[LaunchField];
type OptionName = Notes[FieldWithOption]['option']['name'];

/** An option of `pacer launch`, and the field of the request that it gives, or the part of it. */
export interface FieldOption {
  path: string[];
  option: LaunchOption;
  /** By which its value is had. */
  key: string;
}

const changeable: ReadonlySet<string> = new Set(Object.keys(changeSchemas(Date.now)));
const recurringChangeable: ReadonlySet<string> = new Set(Object.keys(recurringChangeSchemas(Date.now)));

/** Every option of `pacer launch` that gives a field of the request, or a part of one. */
export const fieldOptions: FieldOption[] = Object.entries<FieldNotes>(launchFields).flatMap(
  ([field, { option, partOptions = {} }]) => [
    ...(option ? [fieldOption([field], option)] : []),
    ...Object.entries(partOptions).map(([part, each]) => fieldOption([field, part], each)),
  ],
);

/** As Commander calls the values of options: `cpusMax` of `--cpus-max`. */
function fieldOption(path: string[], option: LaunchOption): FieldOption {
  return { path, option, key: option.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) };
}

/** Those of `pacer change`: the fields that can be changed while a job is live. */
export const changeOptions: FieldOption[] = fieldOptions.filter(({ path: [field = ''] }) =>
  changeable.has(field),
);

/** Those of `pacer recurring change`. */
export const recurringChangeOptions: FieldOption[] = fieldOptions.filter(({ path: [field = ''] }) =>
  recurringChangeable.has(field),
);

const text = z.string().optional();
const number = z.coerce.number().optional();
const flag = z.boolean().optional();

/** The values of these options; the API checks them. */
const optionValues = Object.fromEntries(
  fieldOptions.map(({ key, option }) => [key, schemaOf(option)]),
) as Record<OptionName, typeof number | typeof text | typeof flag>;

function schemaOf({ value, isNumber }: LaunchOption) {
  if (value === undefined) return flag;
  return isNumber ? number : text;
}

/** The options of `launch` that stand above what the job file says. */
export const launchOptions = z.object({ ...optionValues, name: text, set: z.array(z.string()).default([]) });

export type LaunchOptions = z.infer<typeof launchOptions>;

/** The key of webhooks where no option gives it: what stands on a command line, every user of the machine can read. */
const keyVariable = 'PACER_WEBHOOK_KEY';

/** The options with the key from the environment, where they give a webhook without one. */
export function withWebhookKey<Options extends object>(
  options: Options,
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  const { webhook, webhookKey: given } = options as { webhook?: unknown; webhookKey?: unknown };
  const webhookKey = environment[keyVariable];
  const isNeeded = webhook !== undefined && given === undefined;
  return isNeeded && webhookKey ? { ...options, webhookKey } : options;
}

const textOrNone = z.union([z.string(), z.literal(false)]).optional();

/** The same options for `change`, where `notify` and `webhook` are false for `--no-notify` and `--no-webhook`. */
export const changeOptionValues = z.object({ ...optionValues, notify: textOrNone, webhook: textOrNone });

/** Adds one of these options. */
export function addOption(command: Command, { name, value, help, choices }: LaunchOption): Command {
  const flags = value === undefined ? `--${name}` : `--${name} <${value}>`;
  return command.option(flags, choices ? `${help}: ${alternatives(choices)}` : help);
}
