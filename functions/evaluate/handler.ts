import { evaluateEvent } from '../../lib/reconcile/evaluate-event.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { openTable } from '../../lib/runtime/dynamodb.ts';
import { evaluation } from '../../lib/runtime/evaluation.ts';
import { log as logOf } from '../../lib/runtime/log.ts';
import { eventBridgeSchedules } from '../../lib/runtime/schedules.ts';
import { secretReader } from '../../lib/runtime/secrets.ts';

const config = readConfig('evaluate');
const log = logOf('evaluate');
const deps = evaluation({
  table: openTable(config.TABLE_NAME),
  read: secretReader(config, Date.now),
  schedules: eventBridgeSchedules({ group: config.SCHEDULE_GROUP }),
  log,
});

/** A tick of the job's schedule, or a wake: `{ "jobId": "…", "cause": "tick" | "iteration" | "change" }`. */
export const handler = (event: unknown) => evaluateEvent(deps, event);
