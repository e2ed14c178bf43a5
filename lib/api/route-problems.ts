// What routes answer to calls that fail.

const gateway = (description: string) => ({ schema: 'GatewayProblem', description }) as const;
export const problem = (description: string) => ({ schema: 'Problem', description }) as const;

export const everywhere = {
  429: gateway('Too many calls at once: try again in a moment.'),
  500: problem('`internal`: an internal error of Pacer; see the log of the function.'),
  503: problem(
    '`throttled` or `unavailable`: a service that Pacer needs throttles requests, or did not answer; repeat the call after `Retry-After` seconds. Without a code, the function did not answer in time.',
  ),
};
export const signed = {
  ...everywhere,
  403: gateway('The call is not signed, or the caller lacks permission.'),
};
export const invalid = problem('`invalid-request`: names each invalid field.');
export const unknownJob = problem('`unknown-job`: there is no such job.');
export const ambiguous = problem('`ambiguous-name`: several live jobs have that name.');
export const notLaunched = problem(
  '`name-in-use`: a live job has that name, or one that is still being removed. `name-taken-in-framework`: a job in the framework that does not belong to Pacer has it. `ambiguous-name`: several live jobs have the name in the path. `idempotency-key-used`: the key was used for another request. `launch-abandoned`: another job took the name before this launch was through. `recurring-name-in-use`: a recurring job has that name, and was scheduled by another request.',
);
export const notTaken = problem('`refused-definition`: the framework refuses the job.');
const notLive = problem(
  '`job-finished`: it cannot be changed any more. `changed-meanwhile`: others change it at the same time: try again. `ambiguous-name`: several live jobs have that name.',
);
export const anyBody = {
  413: problem('`body-too-large`: a body has at most 256 KiB.'),
  415: problem('`encoded-body`: a body comes without Content-Encoding.'),
};
/** Of calls that look at a job, or ask for what any job takes. */
export const ofAnyJob = { 400: invalid, 404: unknownJob, 409: ambiguous, ...signed };
/** Of calls that look at a recurring job, or change it. */
export const ofRecurring = {
  400: invalid,
  404: problem('`unknown-recurring-job`: there is no such recurring job.'),
  409: problem('`ambiguous-name`: several recurring jobs have that name.'),
  ...signed,
};
/** Of calls that only a live job takes. */
export const ofLiveJob = { 400: invalid, 404: unknownJob, 409: notLive, ...signed };
