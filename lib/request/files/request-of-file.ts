import { InvalidRequestError } from '../../job/errors.ts';
import { defaultFramework, frameworkTraits, isFrameworkName } from '../../job/frameworks.ts';
import { isFields } from '../legacy-fields.ts';
import { todaysRequest } from '../native-job.ts';

type Fields = Record<string, unknown>;

/** The value of a field of a request, or of a part of one. */
export interface Assignment {
  path: string[];
  value: unknown;
}

/** What stands above the content of a job file. */
export interface AboveFile {
  /** The name of the job; the file's, if undefined. */
  name: string | undefined;
  /** Where it is undefined the file tells, or the field that holds the name of its job. */
  framework: unknown;
  assignments: Assignment[];
}

/**
 * The body of `POST /jobs` for what a job file holds: a native Chronos job or Marathon app, or a whole launch request.
 * InvalidRequestError where it holds no job, or several. Without a parser of requests, which the page has no use for.
 */
export function requestOfFile(content: unknown, { name, framework, assignments }: AboveFile): Fields {
  const given = todaysRequest(isFields(content) && isJob(content.job) ? content : { job: jobOf(content) });
  const job = isFields(given.job) ? given.job : {};
  const known = framework ?? given.framework;
  const { nameField } = frameworkTraits[isFrameworkName(known) ? known : defaultFramework];
  const body = { ...given, job: { ...job, ...(name === undefined ? {} : { [nameField]: name }) } };
  return withAssigned(body, assignments);
}

function jobOf(content: unknown): unknown {
  if (isJob(content)) return content;
  throw new InvalidRequestError('The job file must hold a JSON object.');
}

/** An object, or what Chronos answers to a search. */
function isJob(value: unknown): boolean {
  return isFields(value) || (Array.isArray(value) && value.length > 0);
}

/** The fields, with what is assigned to them or to parts of them. */
export function withAssigned(fields: Fields, assignments: Assignment[]): Fields {
  return assignments.reduce(assigned, fields);
}

function assigned(fields: Fields, { path: [field = '', ...rest], value }: Assignment): Fields {
  if (rest.length === 0) return { ...fields, [field]: value };
  const inner = fields[field];
  return { ...fields, [field]: assigned(isFields(inner) ? inner : {}, { path: rest, value }) };
}
