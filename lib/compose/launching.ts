import { ulid } from 'ulid';
import type { Config } from '../aws/config.ts';
import { openTable } from '../aws/dynamodb.ts';
import { recurringSchedules } from '../aws/recurring-schedules.ts';
import { schedulesOf } from '../aws/schedules.ts';
import { secretReader } from '../aws/secrets.ts';
import { clusterChecker } from '../clusters/cluster-credentials.ts';
import { tokensFrom } from '../clusters/frameworks.ts';
import { type ChangeDeps, cancelJob } from '../commands/change-job.ts';
import type { FindDeps } from '../commands/find-job.ts';
import type { LaunchDeps } from '../commands/launch-job.ts';
import type { RecurringDeps } from '../commands/recurring/recurring-deps.ts';
import { evaluateJob } from '../evaluate/evaluate-job.ts';
import { checkDefinition } from '../frameworks/registry.ts';
import { allowedAddresses } from '../http/public-addresses.ts';
import { notifyChecker } from '../monitoring/check-notify.ts';
import type { Log } from '../ports/environment.ts';
import { noteCluster } from '../store/clusters.ts';
import { findNamed, idempotencyKeys } from '../store/names.ts';
import { recurringJobs } from '../store/recurring/recurring-jobs.ts';
import { storeCancel, storeChange } from '../store/requested-changes.ts';
import type { Table } from '../store/table.ts';
import { checkWebhook } from '../telling/check-webhook.ts';
import { type EvaluationParts, evaluation, real } from './evaluation.ts';

export type Launching = LaunchDeps & FindDeps & Pick<ChangeDeps, 'storeChange' | 'wake'>;

/**
 * What launches need, and a change that is checked as a launch is, put together; `launchArn` is read when a recurring job gets its
 * schedule.
 */
export function launching(
  config: Config<'launch'>,
  log: Log,
  launchArn: () => string,
): Launching & RecurringDeps {
  const table = openTable(config.TABLE_NAME);
  const read = secretReader(config, Date.now);
  const schedules = schedulesOf(config, () => config.EVALUATE_ARN);
  const deps = launchingOf({
    table,
    read,
    schedules,
    log,
    tickMinutes: config.TICK_MINUTES,
    webhookNetworks: config.WEBHOOK_NETWORKS,
  });
  return {
    ...deps,
    recurring: recurringJobs(table),
    recurringSchedules: recurringSchedules({ ...config, launchArn, now: Date.now }),
    callbackBaseUrl: config.CALLBACK_BASE_URL ?? '',
    cancel: cancelling(deps, table),
  };
}

export interface LaunchingParts extends EvaluationParts {
  /** Networks that are not public and to which webhooks may lead; none by default. */
  webhookNetworks?: readonly string[];
}

/** What a launch and a change need of parts that are there. */
export function launchingOf(parts: LaunchingParts): Launching {
  const { table, read, log, outside = real, webhookNetworks = [] } = parts;
  const isAllowed = allowedAddresses(webhookNetworks);
  const checkCredentials = clusterChecker(read);
  const checkNotify = notifyChecker({ read, log, now: outside.now, httpOf: outside.httpOf });
  const evaluating = evaluation(parts);
  return {
    ...evaluating,
    checkDefinition: ({ framework, job }) => checkDefinition[framework](job),
    checkCluster: async (of) => {
      checkWebhook(of.webhook, isAllowed);
      await checkCredentials(of);
      await checkNotify(of);
    },
    noteCluster: (of) => noteCluster(table, of),
    claimIdempotencyKey: idempotencyKeys(table),
    findNamed: (name) => findNamed(table, name),
    storeChange: storeChange.bind(null, table),
    // From the network of the cluster nothing else can be woken, and the reply shows what the change comes to.
    wake: async (jobId, cause) => void (await evaluateJob(evaluating, jobId, cause, true)),
    newJobId: () => ulid(),
    callbackToken: tokensFrom(read),
  };
}

/** Cancels a job that is in the way of an occurrence; the first steps are done at once, and ticks do the rest. */
export function cancelling(deps: LaunchDeps, table: Table): RecurringDeps['cancel'] {
  const { store, log, now } = deps;
  const change = {
    store,
    log,
    now,
    storeCancel: storeCancel.bind(null, table),
    storeChange: storeChange.bind(null, table),
    wake: async (jobId: string) => void (await evaluateJob(deps, jobId, 'change', true)),
  };
  return async (jobId, caller) => void (await cancelJob(change, jobId, caller));
}
