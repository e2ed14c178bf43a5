import { recordIteration } from '../../lib/reconcile/record-iteration.ts';
import { api, bodyText, jobIdOf, jsonBody, reply } from '../../lib/runtime/api.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { openTable } from '../../lib/runtime/dynamodb.ts';
import { log as logOf } from '../../lib/runtime/log.ts';
import { wakeBy } from '../../lib/runtime/wake.ts';
import { reports } from '../../lib/store/reports.ts';

const config = readConfig('iteration');
const log = logOf('iteration');
const deps = {
  store: reports(openTable(config.TABLE_NAME)),
  wake: wakeBy(config),
  log,
  now: Date.now,
};

/** `POST /jobs/{jobId}/iterations`: a container reports the run that it made. */
export const handler = api(log, async (event) => {
  const jobId = jobIdOf(event);
  const authorization = event.headers.authorization ?? '';
  const recorded = await recordIteration(deps, { jobId, authorization, body: jsonBody(bodyText(event)) });
  return reply(recorded.status === 'recorded' ? 202 : 200, recorded);
});
