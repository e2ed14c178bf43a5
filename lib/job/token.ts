import { createHash, createHmac } from 'node:crypto';

/** The token with which the containers of one job report: derived, so that nobody needs to keep it. */
export function callbackToken(key: string, jobId: string): string {
  return createHmac('sha256', key).update(`pacer:v1:${jobId}`).digest('base64url');
}

/** What is kept of a token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** A short name of a run, the same for the same run: 48 bits are plenty for the few that are kept at a time. */
export function runKey(run: string): string {
  return createHash('sha256').update(run).digest('base64url').slice(0, 8);
}

/** A short name of a task that goes from run to run, likewise. */
export function loopKey(task: string): string {
  return runKey(`task ${task}`);
}
