import { ulid } from 'ulid';
import type { Config } from '../aws/config.ts';
import { openTable } from '../aws/dynamodb.ts';
import { schedulesOf } from '../aws/schedules.ts';
import { secretReader } from '../aws/secrets.ts';
import { clusterChecker } from '../clusters/cluster-credentials.ts';
import { tokensFrom } from '../clusters/frameworks.ts';
import type { ChangeDeps } from '../commands/change-job.ts';
import type { FindDeps } from '../commands/find-job.ts';
import type { LaunchDeps } from '../commands/launch-job.ts';
import { evaluateJob } from '../evaluate/evaluate-job.ts';
import { checkDefinition } from '../frameworks/registry.ts';
import { allowedAddresses } from '../http/public-addresses.ts';
import { notifyChecker } from '../monitoring/check-notify.ts';
import type { Log } from '../ports/environment.ts';
import { noteCluster } from '../store/clusters.ts';
import { findNamed, idempotencyKeys } from '../store/names.ts';
import { storeChange } from '../store/requested-changes.ts';
import { checkWebhook } from '../telling/check-webhook.ts';
import { type EvaluationParts, evaluation, real } from './evaluation.ts';

export type Launching = LaunchDeps & FindDeps & Pick<ChangeDeps, 'storeChange' | 'wake'>;

/** What a launch needs, and a change that is checked as a launch is, put together. */
export function launching(config: Config<'launch'>, log: Log): Launching {
  const table = openTable(config.TABLE_NAME);
  const read = secretReader(config, Date.now);
  const schedules = schedulesOf(config, () => config.EVALUATE_ARN);
  return launchingOf({ table, read, schedules, log, webhookNetworks: config.WEBHOOK_NETWORKS });
}

export interface LaunchingParts extends EvaluationParts {
  /** Networks that are not public and to which webhooks may lead; none by default. */
  webhookNetworks?: readonly string[];
}

/** The same of parts that are there. */
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
