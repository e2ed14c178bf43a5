import type { Config } from '../aws/config.ts';
import { openTable } from '../aws/dynamodb.ts';
import { defaultBus } from '../aws/put-events.ts';
import { wakeBy } from '../aws/wake.ts';
import { postOutside } from '../http/post-outside.ts';
import { allowedAddresses } from '../http/public-addresses.ts';
import type { Log } from '../ports/environment.ts';
import { untoldPoints } from '../store/points.ts';
import type { TellingDeps } from '../telling/telling-deps.ts';

/** Who has not answered by then is called again later. */
const webhookTimeoutMs = 4_000;

/** What telling needs, put together. */
export function telling(config: Config<'tell'>, log: Log): TellingDeps {
  return {
    store: untoldPoints(openTable(config.TABLE_NAME)),
    putEvents: defaultBus(config),
    wake: wakeBy(config),
    post: postOutside({ isAllowed: allowedAddresses(config.WEBHOOK_NETWORKS), timeoutMs: webhookTimeoutMs }),
    stack: config.STACK_NAME,
    log,
    now: Date.now,
  };
}
