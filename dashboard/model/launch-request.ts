import { jsonOrUndefined } from '../../lib/http/json.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { type Assignment, requestOfFile, withAssigned } from '../../lib/request/files/request-of-file.ts';

/** What the form says besides the file; an empty text leaves a field as the file has it. */
export interface LaunchForm {
  /** The content of the job file. */
  file: string;
  framework: string;
  name: string;
  deadline: string;
  iterations: string;
  iterationDuration: string;
  law: string;
  cpusMin: string;
  cpusMax: string;
}

export const emptyForm: LaunchForm = {
  file: '',
  framework: '',
  name: '',
  deadline: '',
  iterations: '',
  iterationDuration: '',
  law: '',
  cpusMin: '',
  cpusMax: '',
};

type Fields = Record<string, unknown>;

/** Where in a request the fields of the form stand. */
const paths = {
  framework: ['framework'],
  deadline: ['deadline'],
  iterations: ['iterations'],
  iterationDuration: ['iterationDuration'],
  law: ['law'],
  cpusMin: ['cpus', 'min'],
  cpusMax: ['cpus', 'max'],
};

/** The body of `POST /jobs`, or why there is none: the page reads a job file as `pacer launch` does. */
export function launchRequestOf({
  file,
  ...form
}: LaunchForm): { request: Fields; problem: null } | { request: null; problem: string } {
  const name = form.name.trim() || undefined;
  const framework = form.framework || undefined;
  try {
    const request = requestOfFile(jsonOrUndefined(file), {
      name,
      framework,
      assignments: assignmentsOf(form),
    });
    return { request, problem: null };
  } catch (error) {
    if (error instanceof InvalidRequestError) return { request: null, problem: error.message };
    throw error;
  }
}

/** The body of `PATCH /jobs/{jobId}`: only what is given is changed. */
export function changeRequestOf(form: Pick<LaunchForm, 'deadline' | 'cpusMin' | 'cpusMax'>): Fields {
  return withAssigned({}, assignmentsOf(form));
}

function assignmentsOf(form: Partial<LaunchForm>): Assignment[] {
  return Object.entries(paths)
    .map(([field, path]) => ({ path, value: asNumber(form[field as keyof typeof paths] ?? '') }))
    .filter(({ value }) => value !== '');
}

/** What is no number goes to the API as it is, which says what would be right. */
function asNumber(text: string): number | string {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed !== '' && Number.isFinite(number) ? number : trimmed;
}
