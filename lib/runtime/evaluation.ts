import { setTimeout as sleep } from 'node:timers/promises';
import { laws } from '../control/laws.ts';
import { deliverMetrics } from '../reconcile/deliver-metrics.ts';
import type { EvaluateDeps } from '../reconcile/evaluate-deps.ts';
import { keepAlarm } from '../reconcile/keep-alarm.ts';
import type { Log, Schedules } from '../reconcile/ports.ts';
import { jobsTable } from '../store/jobs-table.ts';
import type { Table } from '../store/table.ts';
import { frameworks } from './cluster.ts';
import { monasca } from './monasca.ts';
import type { ReadSecret } from './secrets.ts';

export interface EvaluationParts {
  table: Table;
  read: ReadSecret;
  schedules: Schedules;
  log: Log;
}

/** What an evaluation needs, put together. */
export function evaluation({ table, read, schedules, log }: EvaluationParts): EvaluateDeps {
  const store = jobsTable(table);
  const { send, alarms } = monasca(read, log);
  const pause = (milliseconds: number) => sleep(milliseconds);
  return {
    store,
    schedules,
    laws,
    log,
    frameworkOf: frameworks(read, pause),
    sendMetrics: (job) => deliverMetrics({ store, send, log }, job),
    keepAlarm: (job) => keepAlarm({ store, alarms, log }, job),
    now: Date.now,
    sleep: pause,
  };
}
