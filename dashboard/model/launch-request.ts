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

/** The body of `POST /jobs`, or why there is none: a native job, or a whole launch request, with the fields of the form above it. */
export function launchRequestOf(
  form: LaunchForm,
): { request: Fields; problem: null } | { request: null; problem: string } {
  const content = objectIn(form.file);
  if (!content) return { request: null, problem: 'The job file must hold a JSON object.' };
  const given = isObject(content.job) ? content : { job: content };
  const framework = form.framework || String(given.framework ?? frameworkOf(given.job as Fields));
  const request: Fields = { ...given, framework, job: named(given.job as Fields, framework, form.name) };
  const { deadline, iterations, iterationDuration, law } = form;
  for (const [field, value] of Object.entries({ deadline, iterations, iterationDuration, law }))
    if (value.trim() !== '') request[field] = asNumber(value);
  const bounds = boundsOf(form);
  if (bounds) request.cpus = isObject(given.cpus) ? { ...given.cpus, ...bounds } : bounds;
  return { request, problem: null };
}

/** An app of Marathon has an id, a job of Chronos a name. */
function frameworkOf(job: Fields): string {
  return 'id' in job && !('name' in job) ? 'marathon' : 'chronos';
}

function named(job: Fields, framework: string, name: string): Fields {
  if (name.trim() === '') return job;
  return framework === 'marathon' ? { ...job, id: name } : { ...job, name };
}

/** The bounds that are given; null where none is. */
export function boundsOf({ cpusMin, cpusMax }: Pick<LaunchForm, 'cpusMin' | 'cpusMax'>): Fields | null {
  const bounds: Fields = {};
  if (cpusMin.trim() !== '') bounds.min = asNumber(cpusMin);
  if (cpusMax.trim() !== '') bounds.max = asNumber(cpusMax);
  return Object.keys(bounds).length > 0 ? bounds : null;
}

/** What is no number goes to the API as it is, which says what would be right. */
function asNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text.trim();
}

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    // Chronos answers a search with an array of jobs.
    const [only] = Array.isArray(value) ? value : [value];
    return isObject(only) ? only : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
