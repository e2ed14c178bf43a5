import * as z from 'zod/mini';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOrUndefined } from '../../http/json.ts';
import { remoteText } from '../../http/remote-text.ts';
import type { RestAnswer } from '../../http/rest-caller.ts';
import { UpstreamError } from '../../http/upstream-error.ts';

/** Deployments hold the app: nothing was changed, and nothing will be until they end or are forced away. */
export class AppLockedError extends UpstreamError {
  readonly deployments: string[];

  constructor(call: Call, answer: HttpResponse, deployments: string[]) {
    super(call, answer.status, answer.body);
    this.deployments = deployments;
  }
}

/** There is an app of that id already. */
export class AppExistsError extends UpstreamError {}

/** Marathon will never take this app. `problems` are its own words for each field. */
export class InvalidAppError extends UpstreamError {
  readonly problems: string[];

  constructor(call: Call, answer: HttpResponse) {
    super(call, answer.status, answer.body);
    this.problems = problemsOf(answer.body);
  }
}

/** As many deployments run as Marathon allows: it refuses every change of an app, forced or not, and every further deployment. */
export class DeploymentLimitError extends UpstreamError {
  constructor(call: Call, answer: HttpResponse, limit: string) {
    super(call, answer.status, answer.body);
    this.message = `Marathon refuses every change, because ${limit} deployments run, which is its limit. Delete those that wait in vain (DELETE /v2/deployments/ID?force=true), or raise --max_running_deployments; Pacer retries every minute.`;
  }
}

interface Call {
  method: string;
  url: string;
}

const deploymentLimit = /"Max number \((\d+)\) of running deployments/;
const lock = z.object({ deployments: z.array(z.object({ id: z.string() })) });
const invalid = z.object({
  details: z.array(z.object({ path: z.string(), errors: z.array(z.string()) })),
});

/** What an answer means that is no success. The two kinds of 409 differ in whether deployments are named; a 403 may also be one of a login that may not do this. */
export function errorOf(method: string, { answer, url }: RestAnswer): UpstreamError {
  const call = { method, url };
  if (answer.status === 409) {
    const locked = lock.safeParse(jsonOrUndefined(answer.body));
    if (!locked.success) return new AppExistsError(call, answer.status, answer.body);
    const deployments = locked.data.deployments.map(({ id }) => id);
    return new AppLockedError(call, answer, deployments);
  }
  const [, limit] = deploymentLimit.exec(answer.body) ?? [];
  if (answer.status === 403 && limit) return new DeploymentLimitError(call, answer, limit);
  // What fails to parse is 400 up to Marathon 1.4 and 422 since; what breaks a rule is 422 in all.
  const isItsOwn = (jsonOrUndefined(answer.body) ?? null) !== null;
  const isRefused = answer.status === 400 || answer.status === 422 || isRefusedAs500(answer);
  if (isItsOwn && isRefused) return new InvalidAppError(call, answer);
  return new UpstreamError(call, answer.status, answer.body);
}

/** What Marathon finds out only while it converts the app: it would say the same for ever. */
function isRefusedAs500({ status, body }: HttpResponse): boolean {
  return status === 500 && /"(illegal RAML|unsupported )/.test(body);
}

const problemsKept = 20;
const longestProblem = 300;

function problemsOf(body: string): string[] {
  const result = invalid.safeParse(jsonOrUndefined(body));
  const details = result.success ? result.data.details.slice(0, problemsKept) : [];
  return details.map(({ path, errors }) => remoteText(`${path}: ${errors.join(', ')}`, longestProblem));
}
