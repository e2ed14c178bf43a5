import { createHash } from 'node:crypto';

/** What SDKs name a session of a role by themselves, as in `botocore-session-1767268801`: the next process has another. */
const madeUpSession = /^(arn:[^:]*:sts::\d*:assumed-role\/.*)\/[^/]*\d{9,}[^/]*$/;

/**
 * An Idempotency-Key as it is kept: each caller, by the ARN of the signer, has keys of his own, so that nobody gets to know a job, or
 * takes a key away, by guessing what others call theirs. Where nobody signs there is one caller.
 */
export function keyOfCaller(signer: string | null, key: string): string {
  const caller = signer === null ? '' : (madeUpSession.exec(signer)?.[1] ?? signer);
  return `${createHash('sha256').update(caller).digest('base64url')}#${key}`;
}
