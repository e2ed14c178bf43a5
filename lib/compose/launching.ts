import { ulid } from 'ulid';
import type { Config } from '../aws/config.ts';
import { openTable } from '../aws/dynamodb.ts';
import { schedulesOf } from '../aws/schedules.ts';
import { secretReader } from '../aws/secrets.ts';
import { clusterChecker } from '../clusters/cluster-credentials.ts';
import { tokensFrom } from '../clusters/frameworks.ts';
import type { FindDeps } from '../commands/find-job.ts';
import type { LaunchDeps } from '../commands/launch-job.ts';
import { checkDefinition } from '../frameworks/registry.ts';
import { notifyChecker } from '../monitoring/check-notify.ts';
import type { Log } from '../ports/environment.ts';
import { noteCluster } from '../store/clusters.ts';
import { findNamed, idempotencyKeys } from '../store/names.ts';
import { type EvaluationParts, evaluation, real } from './evaluation.ts';

/** What a launch needs, put together. */
export function launching(config: Config<'launch'>, log: Log): LaunchDeps & FindDeps {
  const table = openTable(config.TABLE_NAME);
  const read = secretReader(config, Date.now);
  const schedules = schedulesOf(config, () => config.EVALUATE_ARN);
  return launchingOf({ table, read, schedules, log });
}

/** The same of parts that are there. */
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
