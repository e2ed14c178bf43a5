import { ulid } from 'ulid';
import { checkDefinition } from '../frameworks/registry.ts';
import type { LaunchDeps } from '../reconcile/launch-job.ts';
import type { Log } from '../reconcile/ports.ts';
import { noteCluster } from '../store/clusters.ts';
import { idempotencyKeys } from '../store/names.ts';
import { clusterChecker, tokensFrom } from './cluster.ts';
import type { Config } from './config.ts';
import { openTable } from './dynamodb.ts';
import { type EvaluationParts, evaluation } from './evaluation.ts';
import { schedulesOf } from './schedules.ts';
import { secretReader } from './secrets.ts';

/** What a launch needs, put together. */
export function launching(config: Config<'launch'>, log: Log): LaunchDeps {
  const table = openTable(config.TABLE_NAME);
  const read = secretReader(config, Date.now);
  const schedules = schedulesOf(config, () => config.EVALUATE_ARN);
  return launchingOf({ table, read, schedules, log });
}

/** The same of parts that are there. */
export function launchingOf(parts: EvaluationParts): LaunchDeps {
  const { table, read } = parts;
  return {
    ...evaluation(parts),
    checkDefinition: ({ framework, job }) => checkDefinition[framework](job),
    checkCluster: clusterChecker(read),
    noteCluster: (of) => noteCluster(table, of),
    claimIdempotencyKey: idempotencyKeys(table),
    newJobId: () => ulid(),
    callbackToken: tokensFrom(read),
  };
}
