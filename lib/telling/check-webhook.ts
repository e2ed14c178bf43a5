import { namedAddresses } from '../http/public-addresses.ts';
import { InvalidRequestError } from '../job/errors.ts';
import type { JobSpec } from '../job/job.ts';

/**
 * Throws an InvalidRequestError when the URL of a webhook itself says that it leads to an address that is not allowed. Where another
 * name leads is known when it is called: today's address need not be tomorrow's.
 */
export function checkWebhook(webhook: JobSpec['webhook'], isAllowed: (address: string) => boolean): void {
  const addresses = webhook === null ? [] : namedAddresses(webhook.url);
  if (addresses.length === 0 || addresses.some(isAllowed)) return;
  const field = 'webhook.url';
  const problem = 'must lead to a public address, or to a network that WebhookNetworks of the stack allows';
  throw new InvalidRequestError(`${field} ${problem}.`, [{ field, problem }]);
}
