import { InvalidRequestError } from '../job/errors.ts';
import { frameworkLike } from '../job/frameworks.ts';
import { isFields, translateAncestorWords } from './legacy-fields.ts';

/** The request in today's words, its job without what its framework puts around it, and the framework that the job is for. */
export function todaysRequest(body: Record<string, unknown>): Record<string, unknown> {
  const job = 'job' in body ? { job: nativeJob(body.job) } : {};
  const { schedule: given } = body;
  const schedule = typeof given === 'string' ? { schedule: { expression: given } } : {};
  const today = translateAncestorWords({ ...body, ...job, ...schedule });
  const framework = today.framework ?? (isFields(today.job) ? frameworkLike(today.job) : undefined);
  return framework === undefined ? today : { ...today, framework };
}

/**
 * The job of a request out of the form in which its framework gives it: Chronos lists it, as the only one that was searched for,
 * and Marathon puts it into `app`. InvalidRequestError for what holds several jobs, or is none; anything else is left as it is.
 */
export function nativeJob(given: unknown): unknown {
  const listed = Array.isArray(given) ? onlyJob(given) : given;
  // Once: what lies deeper is no job.
  const job = isFields(listed) && isFields(listed.app) && !isNamed(listed) ? listed.app : listed;
  const problem = isFields(job) ? problemOf(job) : null;
  if (problem !== null) throw wrong(problem);
  return job;
}

function onlyJob(list: unknown[]): unknown {
  const [job] = list;
  if (list.length === 0) throw wrong('is an empty list: the search has found no job');
  if (list.length > 1) throw wrong(`is a list of ${list.length}, and a launch takes one: give one of them`);
  if (isFields(job) && job.id !== undefined && job.name === undefined)
    throw wrong('is a list of apps, which Marathon takes for changes: give the app without the list');
  return job;
}

/** What of Marathon an object is instead of an app; null where it may be a job. */
function problemOf(given: Record<string, unknown>): string | null {
  if (Array.isArray(given.containers))
    return 'is a pod, whose containers run side by side: give an app with one container and its cmd';
  const isGroup = ['apps', 'groups', 'pods'].some((field) => Array.isArray(given[field]));
  if (!isGroup) return null;
  return isNamed(given)
    ? 'is a group of apps, and a launch takes one: give one of its apps'
    : 'is a list of apps, and a launch takes one: give one of them';
}

function isNamed({ id, name }: Record<string, unknown>): boolean {
  return Boolean(id ?? name);
}

function wrong(problem: string): InvalidRequestError {
  const field = 'job';
  return new InvalidRequestError(`Invalid launch request: ${field} ${problem}.`, [{ field, problem }]);
}
