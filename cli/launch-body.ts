import { jsonOrUndefined } from '../lib/http/json.ts';
import { InvalidRequestError } from '../lib/job/errors.ts';
import { type Assignment, requestOfFile, withAssigned } from '../lib/request/files/request-of-file.ts';
import { fieldOptions, type LaunchOptions } from './launch-options.ts';

type Fields = Record<string, unknown>;

/** The body of `POST /jobs` for what a job file holds, with what options give above it. */
export function launchBody(content: unknown, { name, set, ...options }: LaunchOptions): Fields {
  const assignments = [...assignmentsOf(options), ...set.map(assignment)];
  return requestOfFile(content, { name, framework: options.framework, assignments });
}

/** The body of `PATCH /jobs/{jobId}` for what options give. */
export function changeBody(options: Fields): Fields {
  return withAssigned({}, assignmentsOf(options));
}

/** What options give to fields of the request, or to parts of them. */
function assignmentsOf(options: Fields): Assignment[] {
  return fieldOptions
    .map(({ path, key }) => ({ path, value: options[key] }))
    .filter(({ value }) => value !== undefined);
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
