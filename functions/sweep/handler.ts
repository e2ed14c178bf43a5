import type { Context } from 'aws-lambda';
import { sweep } from '../../lib/reconcile/sweep.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { log as logOf } from '../../lib/runtime/log.ts';
import { sweepingOf } from '../../lib/runtime/sweeping.ts';

const deps = sweepingOf(readConfig('sweep'), logOf('sweep'));
/** For the calls that are under way when its time is over, and for the log. */
const marginMs = 15_000;

/** The schedule of the stack, every ten minutes: what nothing looks after any more is found. */
export const handler = async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
  await sweep(deps, deps.now() + context.getRemainingTimeInMillis() - marginMs);
};
