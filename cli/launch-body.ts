import * as z from 'zod';
import { isFields, translateAncestorWords } from '../lib/job/ancestor-words.ts';
import { InvalidRequestError } from '../lib/job/errors.ts';

type Fields = Record<string, unknown>;

/** The options of `launch` that stand above what the job file says; the API checks their values. */
export const launchFields = z.object({
  deadline: z.string().optional(),
  iterations: z.coerce.number().optional(),
  duration: z.string().optional(),
  name: z.string().optional(),
  cluster: z.string().optional(),
  law: z.string().optional(),
  framework: z.string().optional(),
  set: z.array(z.string()).default([]),
});

export type LaunchFields = z.infer<typeof launchFields>;

/** The body of `POST /jobs` for what a job file holds: a native Chronos job or Marathon app, or a whole launch request. */
export function launchBody(content: unknown, fields: LaunchFields): Fields {
  if (!isFields(content)) throw new InvalidRequestError('The job file must hold a JSON object.');
  const given = translateAncestorWords(isFields(content.job) ? content : { job: content });
  const framework = fields.framework ?? given.framework ?? frameworkOf(given.job);
  const { duration: iterationDuration, name, set, ...same } = fields;
  const nameField = framework === 'marathon' ? 'id' : 'name';
  const body = {
    ...given,
    ...withoutUndefined({ ...same, framework, iterationDuration }),
    job: { ...(isFields(given.job) ? given.job : {}), ...withoutUndefined({ [nameField]: name }) },
  };
  return set.map(assignment).reduce(assigned, body);
}

/** A Marathon app has an `id` in place of a `name`. */
function frameworkOf(job: unknown): 'marathon' | undefined {
  return isFields(job) && 'id' in job && !('name' in job) ? 'marathon' : undefined;
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

interface Assignment {
  path: string[];
  value: unknown;
}

/** `cpus.max=4` as its path and its value: JSON where it is JSON, else the text. */
function assignment(text: string): Assignment {
  const [, field, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (field === undefined || value === undefined) {
    const problem = `must be as in --set cpus.max=4, and ${JSON.stringify(text)} is not`;
    throw new InvalidRequestError(`--set ${problem}.`, [{ field: 'set', problem }]);
  }
  return { path: field.split('.'), value: jsonOrText(value) };
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function assigned(fields: Fields, { path: [field = '', ...rest], value }: Assignment): Fields {
  if (rest.length === 0) return { ...fields, [field]: value };
  const inner = fields[field];
  return { ...fields, [field]: assigned(isFields(inner) ? inner : {}, { path: rest, value }) };
}
