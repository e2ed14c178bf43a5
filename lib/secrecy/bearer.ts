import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a header Authorization carries the token; digests are compared, in a time that tells nothing of where they differ. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S{1,200})$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
