import { parentPort } from 'node:worker_threads';
import { simulate } from './simulate.ts';

/** A range of seeds to play, and what is not looked at. */
export interface Order {
  from: number;
  to: number;
  ignored: string[];
  sharing: boolean;
}

// Stacks of errors that are part of the play are not looked at.
Error.stackTraceLimit = 0;

parentPort?.on('message', async ({ from, to, ignored, sharing }: Order) => {
  for (let seed = from; seed < to; seed++) {
    const result = await simulate(seed, { ignored: new Set(ignored), sharing });
    // Lets the loop of Node run, which no schedule does.
    await new Promise((resolve) => setImmediate(resolve));
    parentPort?.postMessage(result);
  }
  parentPort?.postMessage('done');
});
