import type { Context } from 'aws-lambda';
import { readConfig } from '../../lib/aws/config.ts';
import { openTable } from '../../lib/aws/dynamodb.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { schedulesOf, unqualified } from '../../lib/aws/schedules.ts';
import { secretReader } from '../../lib/aws/secrets.ts';
import { evaluation } from '../../lib/compose/evaluation.ts';
import { evaluateEvent } from '../../lib/evaluate/evaluate-event.ts';

const config = readConfig('evaluate');
const log = logOf('evaluate');
let ownArn = '';
const deps = evaluation({
  table: openTable(config.TABLE_NAME),
  read: secretReader(config, Date.now),
  schedules: schedulesOf(config, () => ownArn),
  log,
  tickMinutes: config.TICK_MINUTES,
});

/** A tick of the job's schedule, or a wake: `{ "jobId": "…", "cause": "tick" | "iteration" | "launch" | "change" | "room" }`. */
export const handler = (event: unknown, { invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>) => {
  // The template cannot tell the function its own ARN.
  ownArn = unqualified(invokedFunctionArn);
  return evaluateEvent(deps, event);
};
