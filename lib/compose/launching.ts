import { ulid } from 'ulid';
import type { Config } from '../aws/config.ts';
import { openTable } from '../aws/dynamodb.ts';
import { recurringSchedules } from '../aws/recurring-schedules.ts';
import { schedulesOf } from '../aws/schedules.ts';
import { secretReader } from '../aws/secrets.ts';
import { clusterChecker } from '../clusters/cluster-credentials.ts';
import { tokensFrom } from '../clusters/frameworks.ts';
import { cancelJob } from '../commands/change-job.ts';
import type { FindDeps } from '../commands/find-job.ts';
import type { LaunchDeps } from '../commands/launch-job.ts';
import type { RecurringDeps } from '../commands/recurring/recurring-deps.ts';
import { evaluateJob } from '../evaluate/evaluate-job.ts';
import { checkDefinition } from '../frameworks/registry.ts';
import { notifyChecker } from '../monitoring/check-notify.ts';
import type { Log } from '../ports/environment.ts';
import { noteCluster } from '../store/clusters.ts';
import { findNamed, idempotencyKeys } from '../store/names.ts';
import { recurringJobs } from '../store/recurring/recurring-jobs.ts';
import { storeCancel, storeChange } from '../store/requested-changes.ts';
import type { Table } from '../store/table.ts';
import { type EvaluationParts, evaluation, real } from './evaluation.ts';

/** What launches need, put together; `launchArn` is read when a recurring job gets its schedule. */
export function launching(
  config: Config<'launch'>,
  log: Log,
  launchArn: () => string,
): FindDeps & RecurringDeps {
  const table = openTable(config.TABLE_NAME);
  const read = secretReader(config, Date.now);
  const schedules = schedulesOf(config, () => config.EVALUATE_ARN);
  const deps = launchingOf({ table, read, schedules, log });
  return {
    ...deps,
    recurring: recurringJobs(table),
    recurringSchedules: recurringSchedules({ ...config, launchArn, now: Date.now }),
    cancel: cancelling(deps, table),
  };
}

/** What a launch needs of parts that are there. */
export function launchingOf(parts: EvaluationParts): LaunchDeps & FindDeps {
  const { table, read, log, outside = real } = parts;
  const checkCredentials = clusterChecker(read);
  const checkNotify = notifyChecker({ read, log, now: outside.now, httpOf: outside.httpOf });
  return {
    ...evaluation(parts),
    checkDefinition: ({ framework, job }) => checkDefinition[framework](job),
    checkCluster: async (of) => {
      await checkCredentials(of);
      await checkNotify(of);
    },
    noteCluster: (of) => noteCluster(table, of),
    claimIdempotencyKey: idempotencyKeys(table),
    findNamed: (name) => findNamed(table, name),
    newJobId: () => ulid(),
    callbackToken: tokensFrom(read),
  };
}

/** It has to wait for what it cancels, so it does the first steps itself, as far as they take this long; ticks do the rest. */
const patienceSeconds = 8;

/** Cancels a job that is in the way of an occurrence. */
export function cancelling(deps: LaunchDeps, table: Table): RecurringDeps['cancel'] {
  const { store, log, now } = deps;
  const change = {
    store,
    log,
    now,
    storeCancel: storeCancel.bind(null, table),
    storeChange: storeChange.bind(null, table),
    wake: async (jobId: string) => void (await evaluateJob(deps, jobId, 'change', patienceSeconds)),
  };
  return async (jobId, caller) => void (await cancelJob(change, jobId, caller));
}
