import {
  api,
  baseUrlOf,
  bodyText,
  idempotencyKeyOf,
  idOrNameOf,
  jsonBody,
  routed,
  signerOf,
} from '../../lib/api/http-events.ts';
import { jobView, plannedView } from '../../lib/api/job-view.ts';
import { isDryRun } from '../../lib/api/page-of.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { changeJob } from '../../lib/commands/change-job.ts';
import { jobIdBy } from '../../lib/commands/find-job.ts';
import { launchJob } from '../../lib/commands/launch-job.ts';
import { planLaunch } from '../../lib/commands/plan-launch.ts';
import { relaunchJob } from '../../lib/commands/relaunch-job.ts';
import { launching } from '../../lib/compose/launching.ts';
import { withRunningHeld } from '../../lib/plan/progress/count-held.ts';
import {
  parseChangeRequest,
  parseLaunchRequest,
  parseRelaunchRequest,
} from '../../lib/request/launch-request.ts';

const config = readConfig('launch');
const log = logOf('launch');
const deps = launching(config, log);
const defaultCpus = { min: config.DEFAULT_CPUS_MIN, max: config.DEFAULT_CPUS_MAX };

/** Launches a job, changes a live one, returns the one that the same `Idempotency-Key` launched, or says what a launch would come to. */
export const handler = api(
  log,
  routed<'launch'>({
    'POST /jobs': async (event) => {
      const body = bodyText(event);
      const launch = {
        request: parseLaunchRequest(jsonBody(body), deps.now(), defaultCpus),
        body,
        baseUrl: config.CALLBACK_BASE_URL || baseUrlOf(event),
        idempotencyKey: idempotencyKeyOf(event),
        launchedBy: signerOf(event),
      };
      if (isDryRun(event)) return { status: 200, body: plannedView(await planLaunch(deps, launch)) };
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
  }),
);
