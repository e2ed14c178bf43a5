import type { Context } from 'aws-lambda';
import { readConfig } from '../../lib/aws/config.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { sweepingOf } from '../../lib/compose/sweeping.ts';
import { sweep } from '../../lib/sweep/sweep.ts';

const deps = sweepingOf(readConfig('sweep'), logOf('sweep'));
/** For the calls that are under way when its time is over, and for the log. */
const marginMs = 15_000;

/** The schedule of the stack, every ten minutes: what nothing looks after any more is found. */
export const handler = async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
  await sweep(deps, deps.now() + context.getRemainingTimeInMillis() - marginMs);
};
