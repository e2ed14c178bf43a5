import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswerError } from '../lib/http/http.ts';
import { ApiError } from './api/api-error.ts';

/** Looks in vain at most so often in a row. */
const patience = 10;

/** What a look gives, which is repeated while the API does not answer or has a fault: the jobs go on without us. */
export async function patiently<Result>(look: () => Promise<Result>, intervalMs: number): Promise<Result> {
  for (let looks = 1; ; looks++) {
    try {
      return await look();
    } catch (error) {
      if (looks === patience || !mayPass(error)) throw error;
      await sleep(intervalMs * looks);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof NoAnswerError) return true;
  return error instanceof ApiError && (error.status >= 500 || error.status === 429);
}
