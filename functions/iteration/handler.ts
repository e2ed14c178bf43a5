import { recordIteration } from '../../lib/reconcile/record-iteration.ts';
import { api, bodyText, jobIdOf, jsonBody, routed } from '../../lib/runtime/api.ts';
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

/** A container reports the run that it made. */
export const handler = api(
  log,
  routed<'iteration'>({
    'POST /jobs/{jobId}/iterations': async (event) => {
      const jobId = jobIdOf(event);
      const authorization = event.headers.authorization ?? '';
      const body = await recordIteration(deps, { jobId, authorization, body: jsonBody(bodyText(event)) });
      return { status: body.status === 'recorded' ? 202 : 200, body };
    },
  }),
);
