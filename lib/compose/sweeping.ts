import type { Config } from '../aws/config.ts';
import { openTable } from '../aws/dynamodb.ts';
import { recurringSchedules } from '../aws/recurring-schedules.ts';
import { schedulesOf } from '../aws/schedules.ts';
import { secretReader } from '../aws/secrets.ts';
import { frameworks } from '../clusters/frameworks.ts';
import type { Log } from '../ports/environment.ts';
import { claimReading, knownClusters } from '../store/clusters.ts';
import { jobItems } from '../store/job-items.ts';
import { list } from '../store/recurring/recurring-jobs.ts';
import { parts, sweptJobsOf, sweptPage } from '../store/swept-jobs.ts';
import type { Table } from '../store/table.ts';
import type { SweepDeps } from '../sweep/sweep-deps.ts';
import { type EvaluationParts, real } from './evaluation.ts';

/** What a sweep needs, put together. */
export function sweepingOf(config: Config<'sweep'>, log: Log): SweepDeps {
  return sweeping({
    table: openTable(config.TABLE_NAME),
    read: secretReader(config, Date.now),
    schedules: schedulesOf(config, () => config.EVALUATE_ARN),
    recurringSchedules: recurringSchedules({ ...config, launchArn: () => config.LAUNCH_ARN, now: Date.now }),
    tickMinutes: config.TICK_MINUTES,
    log,
  });
}

/** The same of parts that are there. */
export function sweeping({
  table,
  read,
  schedules,
  recurringSchedules,
  log,
  tickMinutes,
  outside = real,
}: EvaluationParts & Pick<SweepDeps, 'tickMinutes' | 'recurringSchedules'>): SweepDeps {
  return {
    store: sweepStore(table),
    schedules,
    recurring: { list: () => list(table) },
    recurringSchedules,
    frameworkOf: frameworks(read, outside),
    tickMinutes,
    log,
    now: outside.now,
  };
}

/** What a sweep reads and writes of a table. */
export function sweepStore(table: Table): SweepDeps['store'] {
  const { load, reopen } = jobItems(table);
  return {
    load,
    reopen,
    parts,
    sweptPage: (part, after) => sweptPage(table, part, after),
    sweptJobsOf: (jobIds) => sweptJobsOf(table, jobIds),
    knownClusters: () => knownClusters(table),
    claimReading: (known, notSince) => claimReading(table, known, notSince),
  };
}
