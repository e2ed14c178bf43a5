import { parseLaunchRequest } from '../../lib/job/request.ts';
import { jobView } from '../../lib/job/view.ts';
import { launchJob } from '../../lib/reconcile/launch-job.ts';
import {
  api,
  baseUrlOf,
  bodyText,
  callerOf,
  idempotencyKeyOf,
  jsonBody,
  reply,
} from '../../lib/runtime/api.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { launching } from '../../lib/runtime/launching.ts';
import { log as logOf } from '../../lib/runtime/log.ts';

const config = readConfig('launch');
const log = logOf('launch');
const deps = launching(config, log);
const defaultCpus = { min: config.DEFAULT_CPUS_MIN, max: config.DEFAULT_CPUS_MAX };

/** `POST /jobs`: launches a job, or returns the one that the same `Idempotency-Key` launched. */
export const handler = api(log, async (event) => {
  const body = bodyText(event);
  const request = parseLaunchRequest(jsonBody(body), deps.now(), defaultCpus);
  const baseUrl = config.CALLBACK_BASE_URL || baseUrlOf(event);
  const [idempotencyKey, launchedBy] = [idempotencyKeyOf(event), callerOf(event)];
  const launched = await launchJob(deps, { request, body, baseUrl, idempotencyKey, launchedBy });
  return reply(launched.isNew ? 201 : 200, { ...jobView(launched.job), adjustments: launched.adjustments });
});
