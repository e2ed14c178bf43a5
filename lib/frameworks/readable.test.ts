import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { NoAnswerError } from '../http/http.ts';
import type { Framework } from '../ports/framework.ts';
import { readable } from './readable.ts';

const rejecting = (act: () => unknown) => ({ remove: async () => void act() }) as unknown as Framework;
const removed = (act: () => unknown) => readable(rejecting(act), 'Chronos').remove({} as never);

test('a list of which nothing fits is told in one short sentence', async () => {
  const jobs = z.array(z.object({ name: z.string(), cpus: z.number() }));
  await assert.rejects(
    removed(() => jobs.parse(Array(10_000).fill({ name: 5 }))),
    (error: Error) => {
      assert.match(error.message, /^This is not what Chronos answers: 0\.name: .*; and 19997 more\.$/);
      assert.ok(error.message.length < 500, error.message);
      return true;
    },
  );
});

test('another failure stays as it is, and so does a success', async () => {
  const failure = new NoAnswerError('[GET] http://host/: ECONNREFUSED');
  await assert.rejects(
    removed(() => {
      throw failure;
    }),
    failure,
  );
  await removed(() => 'done');
});
