import { parentPort } from 'node:worker_threads';
import * as z from 'zod';
import { simulate } from './simulate.ts';

/** A range of seeds to play, and what is not looked at. */
export interface Order {
  from: number;
  to: number;
  ignored: string[];
}

// Schemas that are made for one use are not worth compiling; stacks of errors that are part of the play are not looked at.
z.config({ jitless: true });
Error.stackTraceLimit = 0;

parentPort?.on('message', async ({ from, to, ignored }: Order) => {
  for (let seed = from; seed < to; seed++) {
    const result = await simulate(seed, { ignored: new Set(ignored) });
    parentPort?.postMessage(result);
  }
  parentPort?.postMessage('done');
});
