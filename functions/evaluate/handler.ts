import type { Context } from 'aws-lambda';
import { evaluateEvent } from '../../lib/reconcile/evaluate-event.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { openTable } from '../../lib/runtime/dynamodb.ts';
import { evaluation } from '../../lib/runtime/evaluation.ts';
import { log as logOf } from '../../lib/runtime/log.ts';
import { schedulesOf, unqualified } from '../../lib/runtime/schedules.ts';
import { secretReader } from '../../lib/runtime/secrets.ts';

const config = readConfig('evaluate');
const log = logOf('evaluate');
let ownArn = '';
const deps = evaluation({
  table: openTable(config.TABLE_NAME),
  read: secretReader(config, Date.now),
  schedules: schedulesOf(config, () => ownArn),
  log,
});

/** A tick of the job's schedule, or a wake: `{ "jobId": "…", "cause": "tick" | "iteration" | "launch" | "change" }`. */
export const handler = (event: unknown, { invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>) => {
  // The template cannot tell the function its own ARN.
  ownArn = unqualified(invokedFunctionArn);
  return evaluateEvent(deps, event);
};
