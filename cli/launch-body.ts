import { jsonOrUndefined } from '../lib/http/json.ts';
import { InvalidRequestError } from '../lib/job/errors.ts';
import { defaultFramework, frameworkTraits, isFrameworkName } from '../lib/job/frameworks.ts';
import { todaysRequest } from '../lib/request/launch-request.ts';
import { isFields } from '../lib/request/legacy-fields.ts';
import { fieldOptions, type LaunchOptions } from './launch-options.ts';

type Fields = Record<string, unknown>;

/** The body of `POST /jobs` for what a job file holds: a native Chronos job or Marathon app, or a whole launch request. */
export function launchBody(content: unknown, { name, set, ...options }: LaunchOptions): Fields {
  const given = todaysRequest(isFields(content) && isJob(content.job) ? content : { job: jobOf(content) });
  const job = isFields(given.job) ? given.job : {};
  const framework = options.framework ?? given.framework;
  const { nameField } = frameworkTraits[isFrameworkName(framework) ? framework : defaultFramework];
  const body = { ...given, job: { ...job, ...(name === undefined ? {} : { [nameField]: name }) } };
  return [...assignmentsOf(options), ...set.map(assignment)].reduce(assigned, body);
}

function jobOf(content: unknown): unknown {
  if (isJob(content)) return content;
  throw new InvalidRequestError('The job file must hold a JSON object.');
}

/** An object, or what Chronos answers to a search. */
function isJob(value: unknown): boolean {
  return isFields(value) || (Array.isArray(value) && value.length > 0);
}

/** The body of `PATCH /jobs/{jobId}` for what options give. */
export function changeBody(options: Fields): Fields {
  return assignmentsOf(options).reduce(assigned, {});
}

/** What options give to fields of the request, or to parts of them. */
function assignmentsOf(options: Fields): Assignment[] {
  return fieldOptions
    .map(({ path, key }) => ({ path, value: options[key] }))
    .filter(({ value }) => value !== undefined);
}

interface Assignment {
  path: string[];
  value: unknown;
}

/** `cpus.max=4` as its path and its value: JSON where it is JSON, else the text. */
function assignment(text: string): Assignment {
  const [, field, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (field === undefined || value === undefined) {
    const problem = `must look like --set cpus.max=4, and ${JSON.stringify(text)} does not`;
    throw new InvalidRequestError(`--set ${problem}.`, [{ field: 'set', problem }]);
  }
  return { path: field.split('.'), value: jsonOrText(value) };
}

function jsonOrText(value: string): unknown {
  const json = jsonOrUndefined(value);
  return json === undefined ? value : json;
}

function assigned(fields: Fields, { path: [field = '', ...rest], value }: Assignment): Fields {
  if (rest.length === 0) return { ...fields, [field]: value };
  const inner = fields[field];
  return { ...fields, [field]: assigned(isFields(inner) ? inner : {}, { path: rest, value }) };
}
