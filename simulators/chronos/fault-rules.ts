import type { FaultRule } from '../http/faults.ts';

/** How many of so many reads failed while three clients created and deleted jobs all the time (3.0.2, 20 s). */
const seenFailures: readonly { path: RegExp; failed: number; asked: number }[] = [
  { path: /\/jobs\/search$/, failed: 49, asked: 371 },
  { path: /\/jobs$/, failed: 2, asked: 1541 },
  { path: /\/graph\/csv$/, failed: 2, asked: 1882 },
];

/**
 * Reads of a Chronos to which others write: now and then a list changes while it is walked, and the answer is a bare 500. The
 * summary of all jobs never failed. `random` yields numbers from 0 to 1.
 */
export const readsWhileOthersWrite =
  (random: () => number): FaultRule =>
  ({ method, path }) => {
    const seen = method === 'GET' ? seenFailures.find((each) => each.path.test(path)) : undefined;
    return seen && random() < seen.failed / seen.asked ? { status: 500 } : undefined;
  };
