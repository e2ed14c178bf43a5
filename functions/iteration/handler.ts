import { api, bodyText, jobIdOf, jsonBody, routed } from '../../lib/api/http-events.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { openTable } from '../../lib/aws/dynamodb.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { wakeBy } from '../../lib/aws/wake.ts';
import { recordIteration } from '../../lib/commands/record-iteration.ts';
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
