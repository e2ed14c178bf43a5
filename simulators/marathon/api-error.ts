export type Violation = { path: string; error: string };

/** A request that the API refuses, with the body that says why. */
export class MarathonError extends Error {
  override readonly name = 'MarathonError';
  readonly status: number;
  readonly body: Readonly<{ message: string } & Record<string, unknown>>;

  constructor(status: number, body: MarathonError['body']) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

const missing = (what: string): MarathonError =>
  new MarathonError(404, { message: `${what} does not exist` });

export const unknownApp = (id: string, version?: string): MarathonError =>
  new MarathonError(404, {
    message: `App '${id}' does not exist${version === undefined ? '' : ` in version ${version}`}`,
  });
export const unknownPath = (id: string): MarathonError => missing(`Path '${id}'`);
export const unknownGroup = (id: string): MarathonError => missing(`Group '${id}'`);
export const unknownTask = (id: string): MarathonError => missing(`Task '${id}'`);
export const unknownDeployment = (id: string): MarathonError => missing(`DeploymentPlan ${id}`);

export const appExists = (id: string): MarathonError =>
  new MarathonError(409, { message: `An app with id [${id}] already exists.` });

/** The placeholder in the sentence is the server's own: it never fills it in. */
export const appLocked = (deploymentIds: readonly string[]): MarathonError =>
  new MarathonError(409, {
    message:
      "App is locked by one or more deployments. Override with the option '?force=true'. " +
      "View details at '/v2/deployments/<DEPLOYMENT_ID>'.",
    deployments: deploymentIds.map((id) => ({ id })),
  });

/** No force helps against it; the missing space is the server's own. */
export const tooManyDeployments = (most: number): MarathonError =>
  new MarathonError(403, {
    message:
      `Max number (${most}) of running deployments is achieved. Wait for existing deployments to complete or cancel one` +
      'using force=true parameter. You can increase max deployment number by using --max_running_deployments parameter ' +
      'but be advised that this can have negative effects on the performance.',
  });

/** Values of a wrong type or out of range, found while the JSON is read. */
export const invalidFields = (violations: readonly Violation[]): MarathonError =>
  new MarathonError(422, { message: 'Invalid JSON', details: byPath(violations) });

/** Values that are well formed and make no sense. */
export const invalidObject = (violations: readonly Violation[]): MarathonError =>
  new MarathonError(422, { message: 'Object is not valid', details: byPath(violations) });

function byPath(violations: readonly Violation[]) {
  const grouped = Map.groupBy(violations, ({ path }) => path);
  return [...grouped].map(([path, found]) => ({ path, errors: found.map(({ error }) => error) }));
}
