import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { laws } from '../control/laws.ts';
import type { EvaluateDeps } from '../reconcile/evaluate-deps.ts';
import type { Log, Schedules } from '../reconcile/ports.ts';
import { jobsTable } from '../store/jobs-table.ts';
import type { Table } from '../store/table.ts';
import { frameworks } from './cluster.ts';
import { httpOf, monasca } from './monasca.ts';
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
  const pause = (milliseconds: number) => sleep(milliseconds);
  return {
    store,
    schedules,
    laws,
    log,
    frameworkOf: frameworks(read, pause),
    monitoring: monasca({ store, read, log, now: Date.now, httpOf }),
    newHolder: randomUUID,
    now: Date.now,
    sleep: pause,
  };
}
