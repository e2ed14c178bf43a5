import * as z from 'zod/mini';
import type { Json } from '../../../job/decision.ts';
import type { CheckedDefinition } from '../../../ports/framework.ts';
import { maximumIterations } from '../../../request/fields/number-fields.ts';
import { parse } from '../../../request/parse.ts';
import { once } from '../../../request/timed.ts';
import { withoutNulls } from '../../../request/without-nulls.ts';
import { commandField, jointProblem } from '../../wrapper/command-field.ts';
import { adjustmentsOf } from './adjustments.ts';
import { constraintsField } from './constraints-field.ts';
import { containerField } from './container-field.ts';
import { amount, flag, text } from './jackson.ts';
import { isSent, type JobField, jobFields } from './job-fields.ts';
import { variablesField } from './variables-field.ts';

const texts = () => z.array(text(), 'must be a list');
const megabytes = () => z.optional(amount('must be a number of MB'));

const download = () =>
  z.looseObject(
    {
      uri: text('must be the address of the download'),
      executable: z.optional(flag()),
      cache: z.optional(flag()),
      extract: z.optional(flag()),
      output_file: z.optional(text()),
    },
    'must be an object as { "uri": "http://…" }',
  );

/** A period as Joda reads it. */
const period =
  /^P(?:[+-]?\d+Y)?(?:[+-]?\d+M)?(?:[+-]?\d+W)?(?:[+-]?\d+D)?(?:T(?=.)(?:[+-]?\d+H)?(?:[+-]?\d+M)?(?:[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)S)?)?$/i;

/** How a field is read of which nothing more is to be said; of the others any form will do. */
const forms: Partial<Record<JobField['form'], () => z.ZodMiniType>> = {
  text: () => z.optional(text()),
  flag: () => z.optional(flag()),
};

function plainFields(): Record<string, z.ZodMiniType> {
  const read = Object.entries<JobField>(jobFields).flatMap(([name, { form, fate }]) => {
    const schema = fate === 'dropped' ? undefined : forms[form];
    return schema ? [[name, schema()]] : [];
  });
  return Object.fromEntries(read);
}

/** Fields that a job may have, but not with every value that Chronos takes. */
const limited = () => ({
  shell: z.optional(
    flag().check(
      z.refine((given) => given, 'must be true or absent: the command is run by a shell, which then reports'),
    ),
  ),
  parents: z.optional(
    texts().check(
      z.refine(
        (given) => given.length === 0,
        'cannot be used: the runs of a job are started by Pacer, not by other jobs',
      ),
    ),
  ),
  arguments: z.optional(texts()),
  schedule: z.optional(
    text().check(
      z.refine(
        (schedule) => /^R\d*\/[^/]*\/P/.test(schedule),
        'must be as in "R20/2030-01-01T00:00:00Z/PT1M"; "R20//PT1M" says 20 iterations',
      ),
      z.refine(
        (schedule) => isIterationCount(iterationsOf(schedule)),
        `must hold 1 to ${maximumIterations} iterations, such as "R20/…", or no number`,
      ),
    ),
  ),
});

const jobName = () =>
  text('is required and must be a string').check(
    z.refine(
      (name) => /^[A-Za-z0-9_.# -]{1,100}$/.test(name),
      'must be 1 to 100 letters, digits, dots, dashes or underscores (Chronos 2.4 and 2.5 take blanks and # too)',
    ),
    z.refine((name) => !/^\.\.?$/.test(name), 'must not be . or ..: a URL cannot contain it'),
  );

const fields = () =>
  z.looseObject({
    ...plainFields(),
    name: jobName(),
    command: z
      .pipe(text('must be the shell command of one iteration'), commandField)
      .check(
        z.refine(
          (given) => !/^\s*(https?|ftp):/i.test(given),
          'must be a command; a program to download belongs in fetch',
        ),
      ),
    container: containerField(),
    constraints: z.optional(constraintsField()),
    fetch: z.optional(z.array(download(), 'must be a list')),
    uris: z.optional(texts()),
    cpus: z.optional(amount('must be a number')),
    mem: megabytes(),
    disk: megabytes(),
    ...limited(),
    environmentVariables: z.optional(variablesField()),
    executor: z.optional(
      text().check(
        z.refine((given) => given === '', 'must be empty: an executor of its own would not run the command'),
      ),
    ),
    epsilon: z.optional(text().check(z.refine((given) => period.test(given), 'must be a period as "PT60S"'))),
  });

const definition = () =>
  fields().check(
    z.superRefine(({ command, arguments: more = [], uris = [], fetch = [] }, context) => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      const problem = jointProblem(commandOf(command, more));
      if (problem !== null) refuse('arguments', problem);
      const inBoth = fetch.length > 0 && uris.length > 0;
      if (inBoth && !isMirrored(uris, fetch))
        refuse('uris', 'cannot be used together with fetch: move its entries there');
    }),
  );

const request = once(() => z.object({ job: definition() }));

/** Parses the native Chronos job of a launch request; InvalidRequestError names each field that is wrong. */
export function checkDefinition(job: Record<string, unknown>): CheckedDefinition {
  const asked = withoutNulls(job);
  const given = parse(request(), { job: asked }, 'launch request').job;
  const saidTwice = given.uris?.length && given.fetch?.length ? 'uris' : null;
  const kept = Object.entries(given).filter(([field]) => isSent(field) && field !== saidTwice);
  return {
    name: given.name,
    image: given.container.image,
    command: commandOf(given.command, given.arguments),
    definition: Object.fromEntries(kept) as { [key: string]: Json },
    // 0 is Chronos' word for its default.
    cpus: given.cpus || null,
    iterations: iterationsOf(given.schedule),
    adjustments: adjustmentsOf(job, asked, given),
  };
}

/** Chronos appends the arguments to the command, and takes the semicolons out of them. */
function commandOf(command: string, more: string[] = []): string {
  return [command, ...more.map((argument) => argument.replaceAll(';', ''))].join(' ');
}

/** Chronos 2.5 and later list each download in both forms, and take it in one only. */
function isMirrored(uris: string[], fetch: { uri: string }[]): boolean {
  const fetched = new Set(fetch.map(({ uri }) => uri));
  return uris.every((uri) => fetched.has(uri));
}

function iterationsOf(schedule: string | undefined): number | null {
  const count = /^R(\d+)\//.exec(schedule ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

function isIterationCount(count: number | null): boolean {
  return count === null || (count >= 1 && count <= maximumIterations);
}
