import { createHash } from 'node:crypto';
import { callerOf } from '../job/caller.ts';

/**
 * An Idempotency-Key as it is kept: each caller, by the ARN of the signer, has keys of his own, so that nobody gets to know a job, or
 * takes a key away, by guessing what others call theirs. Where nobody signs there is one caller.
 */
export function keyOfCaller(signer: string | null, key: string): string {
  return `${createHash('sha256').update(callerOf(signer)).digest('base64url')}#${key}`;
}
