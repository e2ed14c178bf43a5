import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import {
  api,
  baseUrlOf,
  bodyText,
  idempotencyKeyOf,
  idOrNameOf,
  jsonBody,
  recurringNameOf,
  routed,
  signerOf,
} from '../../lib/api/http-events.ts';
import { jobView, plannedView } from '../../lib/api/job-view.ts';
import { isDryRun } from '../../lib/api/page-of.ts';
import { recurringView } from '../../lib/api/recurring-view.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { unqualified } from '../../lib/aws/schedules.ts';
import { changeJob } from '../../lib/commands/change-job.ts';
import { jobIdBy } from '../../lib/commands/find-job.ts';
import { launchJob } from '../../lib/commands/launch-job.ts';
import { planLaunch } from '../../lib/commands/plan-launch.ts';
import {
  changeRecurring,
  pauseRecurring,
  removeRecurring,
  resumeRecurring,
} from '../../lib/commands/recurring/manage-recurring.ts';
import { isOccurrenceEvent, startOccurrence } from '../../lib/commands/recurring/occurrence-event.ts';
import { scheduleJob } from '../../lib/commands/recurring/schedule-job.ts';
import { relaunchJob } from '../../lib/commands/relaunch-job.ts';
import { launching } from '../../lib/compose/launching.ts';
import { withRunningHeld } from '../../lib/plan/progress/count-held.ts';
import type { RecurringJob } from '../../lib/recurring/recurring-job.ts';
import {
  parseChangeRequest,
  parseLaunchRequest,
  parseRecurringChange,
  parseRelaunchRequest,
} from '../../lib/request/launch-request.ts';

const config = readConfig('launch');
const log = logOf('launch');
let ownArn = '';
const deps = launching(config, log, () => ownArn);
const defaultCpus = { min: config.DEFAULT_CPUS_MIN, max: config.DEFAULT_CPUS_MAX };
const shown = (recurring: RecurringJob) => ({
  status: 200 as const,
  body: recurringView(recurring, deps.now()),
});

const calls = api(
  log,
  routed<'launch'>({
    'POST /jobs': async (event) => {
      const body = bodyText(event);
      const request = parseLaunchRequest(jsonBody(body), deps.now(), defaultCpus);
      const launch = {
        request,
        body,
        baseUrl: config.CALLBACK_BASE_URL || baseUrlOf(event),
        idempotencyKey: idempotencyKeyOf(event),
        launchedBy: signerOf(event),
      };
      if (isDryRun(event))
        return { status: 200, body: plannedView(await planLaunch(deps, launch), deps.now()) };
      const { schedule } = request;
      if (schedule !== null) {
        const { recurring, isNew, adjustments } = await scheduleJob(deps, { ...launch, schedule });
        return { status: isNew ? 201 : 200, body: { ...shown(recurring).body, adjustments } };
      }
      const { job, isNew, adjustments } = await launchJob(deps, launch);
      return { status: isNew ? 201 : 200, body: { ...jobView(job), adjustments } };
    },
    'PATCH /jobs/{jobId}': async (event) => {
      const change = parseChangeRequest(jsonBody(bodyText(event)), deps.now());
      const job = await changeJob(deps, await jobIdBy(deps, idOrNameOf(event)), change);
      return { status: 200, body: jobView(withRunningHeld(job, deps.now())) };
    },
    'POST /jobs/{jobId}/relaunch': async (event) => {
      const { deadline } = parseRelaunchRequest(jsonBody(bodyText(event)), deps.now());
      const { job, isNew } = await relaunchJob(deps, {
        idOrName: idOrNameOf(event),
        deadline,
        body: `${event.rawPath} ${bodyText(event)}`,
        baseUrl: config.CALLBACK_BASE_URL || baseUrlOf(event),
        idempotencyKey: idempotencyKeyOf(event),
        launchedBy: signerOf(event),
      });
      return { status: isNew ? 201 : 200, body: { ...jobView(job), adjustments: [] } };
    },
    'PATCH /recurring/{name}': async (event) => {
      const change = parseRecurringChange(jsonBody(bodyText(event)), deps.now());
      return shown(await changeRecurring(deps, recurringNameOf(event), change));
    },
    'POST /recurring/{name}/pause': async (event) =>
      shown(await pauseRecurring(deps, recurringNameOf(event))),
    'POST /recurring/{name}/resume': async (event) =>
      shown(await resumeRecurring(deps, recurringNameOf(event))),
    'DELETE /recurring/{name}': async (event) => shown(await removeRecurring(deps, recurringNameOf(event))),
  }),
);

/** Launches jobs, makes and changes recurring ones, and starts their occurrences when a schedule says so. */
export const handler = (event: unknown, context: Context) => {
  // The template cannot tell the function its own ARN.
  ownArn = unqualified(context.invokedFunctionArn);
  return isOccurrenceEvent(event)
    ? startOccurrence(deps, event)
    : calls(event as APIGatewayProxyEventV2, context);
};
