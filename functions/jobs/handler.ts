import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  api,
  bodyText,
  idOrNameOf,
  jsonBody,
  recurringNameOf,
  routed,
  signerOf,
} from '../../lib/api/http-events.ts';
import { detailView, jobView } from '../../lib/api/job-view.ts';
import { pageOf } from '../../lib/api/page-of.ts';
import { pointsShown } from '../../lib/api/page-query.ts';
import { recurringView } from '../../lib/api/recurring-view.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { openTable } from '../../lib/aws/dynamodb.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { wakeBy } from '../../lib/aws/wake.ts';
import { cancelJob, pauseJob, resumeJob } from '../../lib/commands/change-job.ts';
import { jobIdBy } from '../../lib/commands/find-job.ts';
import { findRecurring } from '../../lib/commands/recurring/find-recurring.ts';
import { resendMetrics } from '../../lib/commands/resend-metrics.ts';
import { UnknownJobError } from '../../lib/job/errors.ts';
import type { Job } from '../../lib/job/job.ts';
import { withRunningHeld } from '../../lib/plan/progress/count-held.ts';
import type { RecurringJob } from '../../lib/recurring/recurring-job.ts';
import { parseResendRequest } from '../../lib/request/launch-request.ts';
import { jobsTable } from '../../lib/store/jobs-table.ts';
import { listJobs, loadAll } from '../../lib/store/listing.ts';
import { findNamed } from '../../lib/store/names.ts';
import { listPoints } from '../../lib/store/points.ts';
import { find, list } from '../../lib/store/recurring/recurring-jobs.ts';
import { storeCancel, storeChange, storeResend } from '../../lib/store/requested-changes.ts';

const config = readConfig('jobs');
const log = logOf('jobs');
const table = openTable(config.TABLE_NAME);
const deps = {
  store: jobsTable(table),
  storeCancel: storeCancel.bind(null, table),
  storeChange: storeChange.bind(null, table),
  storeResend: storeResend.bind(null, table),
  findNamed: findNamed.bind(null, table),
  wake: wakeBy(config),
  log,
  now: Date.now,
};
const shown = (job: Job) => jobView(withRunningHeld(job, deps.now()));
const jobIdOf = (event: APIGatewayProxyEventV2) => jobIdBy(deps, idOrNameOf(event));

/** Recurring jobs, with what became of the jobs of their occurrences. */
async function shownRecurring(recurring: RecurringJob[]) {
  const ids = recurring.flatMap(({ occurrences }) => occurrences.flatMap(({ jobId }) => jobId ?? []));
  const jobs = await loadAll(table, ids);
  const byId = new Map(jobs.map((job) => [job.spec.jobId, job]));
  return recurring.map((each) => recurringView(each, deps.now(), byId));
}

const withLastOnly = (recurring: RecurringJob): RecurringJob => ({
  ...recurring,
  occurrences: recurring.occurrences.slice(0, 1),
});

/** The read side, cancel and pauses of live jobs, and metrics once more. */
export const handler = api(
  log,
  routed<'jobs'>({
    'GET /jobs': async (event) => {
      const { jobs, next } = await listJobs(table, pageOf(event));
      return {
        status: 200,
        body: { jobs: jobs.map(shown), next },
      };
    },
    'GET /jobs/{jobId}': async (event) => {
      const jobId = await jobIdOf(event);
      const [job, points] = await Promise.all([
        deps.store.load(jobId),
        listPoints(table, jobId, { after: 0, limit: pointsShown, newestFirst: true }),
      ]);
      if (!job) throw new UnknownJobError(jobId);
      return { status: 200, body: detailView(withRunningHeld(job, deps.now()), points.reverse()) };
    },
    'GET /recurring': async () => {
      const recurring = (await list(table)).map(withLastOnly);
      return { status: 200, body: { recurring: await shownRecurring(recurring) } };
    },
    'GET /recurring/{name}': async (event) => {
      const found = await findRecurring({ find: find.bind(null, table) }, recurringNameOf(event));
      const [shown] = await shownRecurring([found]);
      return { status: 200, body: shown ?? recurringView(found, deps.now()) };
    },
    'DELETE /jobs/{jobId}': async (event) => {
      return { status: 202, body: shown(await cancelJob(deps, await jobIdOf(event), signerOf(event))) };
    },
    'POST /jobs/{jobId}/pause': async (event) => {
      return { status: 200, body: shown(await pauseJob(deps, await jobIdOf(event))) };
    },
    'POST /jobs/{jobId}/resume': async (event) => {
      return { status: 200, body: shown(await resumeJob(deps, await jobIdOf(event))) };
    },
    'POST /jobs/{jobId}/metrics': async (event) => {
      const { since } = parseResendRequest(jsonBody(bodyText(event)), deps.now());
      return { status: 202, body: shown(await resendMetrics(deps, await jobIdOf(event), since)) };
    },
  }),
);
