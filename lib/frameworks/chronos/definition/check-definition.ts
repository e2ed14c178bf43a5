import * as z from 'zod';
import type { Json } from '../../../job/decision.ts';
import type { CheckedDefinition } from '../../../ports/framework.ts';
import { maximumIterations } from '../../../request/launch-fields.ts';
import { parse } from '../../../request/parse.ts';
import { withoutNulls } from '../../../request/without-nulls.ts';
import { commandField } from '../../wrapper/command-field.ts';
import { constraintsField } from './constraints-field.ts';
import { containerField } from './container-field.ts';

const download = 'must be an object as { "uri": "http://…" }';
const variable = 'must be an object as { "name": "…", "value": "…" }';

const fields = z.looseObject({
  name: z
    .string('is required and must be a string')
    .regex(
      /^[A-Za-z0-9_.-]{1,100}$/,
      'must be 1 to 100 letters, digits, dots, dashes or underscores: Chronos 3 accepts no others',
    )
    .refine((name) => !/^\.\.?$/.test(name), 'must not be . or ..: a URL cannot contain it'),
  command: commandField.refine(
    (text) => !/^\s*(https?|ftp):/i.test(text),
    'must be a command; a program to download belongs in fetch',
  ),
  container: containerField,
  constraints: constraintsField.optional(),
  fetch: z
    .array(
      z.looseObject({ uri: z.string('must be the address of the download') }, download),
      'must be a list',
    )
    .optional(),
  cpus: z.number('must be a number').positive('must be above 0').optional(),
  mem: z.number('must be a number of MB').positive('must be above 0').optional(),
  disk: z.number('must be a number of MB').nonnegative('must not be below 0').optional(),
  shell: z
    .literal(true, 'must be true or absent: the command is run by a shell, which then reports')
    .optional(),
  parents: z.never('cannot be used: the runs of a job are started by Pacer, not by other jobs').optional(),
  arguments: z.array(z.string()).optional(),
  schedule: z
    .string('must be a string')
    .regex(/^R\d*\/[^/]*\/P/, 'must be as in "R20/2030-01-01T00:00:00Z/PT1M"; "R20//PT1M" says 20 iterations')
    .refine(
      (schedule) => isIterationCount(iterationsOf(schedule)),
      `must hold 1 to ${maximumIterations} iterations, such as "R20/…", or no number`,
    )
    .optional(),
  environmentVariables: z
    .array(
      z.looseObject(
        {
          name: z
            .string('must be a string')
            .refine((name) => !name.startsWith('PACER_'), 'must not begin with PACER_'),
          value: z.string('must be a string'),
        },
        variable,
      ),
      'must be a list',
    )
    .optional(),
});

/** Chronos takes downloads in its old form or in its new one. */
const definition = fields.refine(
  ({ uris, fetch }) => !(Array.isArray(uris) && uris.length > 0 && fetch?.length),
  { path: ['uris'], message: 'cannot be used together with fetch: move its entries there' },
);

const request = z.object({ job: definition });

/** Fields of a job that Pacer sets itself, or that only Chronos may. */
const notTheUsers = [
  ...[
    'name',
    'command',
    'schedule',
    'scheduleTimeZone',
    'retries',
    'disabled',
    'concurrent',
    'async',
    'shell',
    'arguments',
    'cpus',
  ],
  ...['successCount', 'errorCount', 'errorsSinceLastSuccess', 'lastSuccess', 'lastError'],
];

/** Parses the native Chronos job of a launch request; InvalidRequestError names each field that is wrong. */
export function checkDefinition(job: Record<string, unknown>): CheckedDefinition {
  const given = parse(request, { job: withoutNulls(job) }, 'launch request').job;
  const kept = Object.entries(given).filter(([field]) => !notTheUsers.includes(field));
  return {
    name: given.name,
    image: given.container.image,
    // Chronos appends the arguments to the command.
    command: [given.command, ...(given.arguments ?? [])].join(' '),
    definition: Object.fromEntries(kept) as { [key: string]: Json },
    cpus: given.cpus ?? null,
    iterations: iterationsOf(given.schedule),
    adjustments: adjustments(given),
  };
}

function iterationsOf(schedule: string | undefined): number | null {
  const count = /^R(\d+)\//.exec(schedule ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

function isIterationCount(count: number | null): boolean {
  return count === null || (count >= 1 && count <= maximumIterations);
}

function adjustments(given: z.infer<typeof definition>): string[] {
  const made = ['Pacer starts every run itself, so the schedule never fires and retries is 0.'];
  if (given.cpus === undefined)
    made.push('The job specifies no cpus; it starts with 1, or with the nearest value within its bounds.');
  if (given.disabled === true) made.push('disabled is false: a disabled job cannot be started.');
  if (given.concurrent === true) made.push('concurrent is false: there is one run at a time.');
  if (given.async === true) made.push('async is false: a run ends when its command ends.');
  return made;
}
