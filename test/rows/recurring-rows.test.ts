import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { untoldPoints } from '../../lib/store/points.ts';
import { recurringJobs } from '../../lib/store/recurring/recurring-jobs.ts';
import { recurringWorld } from '../rigs/recurring-world.ts';
// As the first version with recurring jobs wrote them. Recorded rows never change.
import rows from './recurring.json' with { type: 'json' };

async function tableWith(Item: Record<string, unknown>) {
  const { table } = recurringWorld();
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  return table;
}

test('a recurring job is read as it was written', async () => {
  const { pk, sk, ...written } = rows['recurring job'];
  const [name = '', cluster = '', framework] = sk.split('#');
  assert.equal(framework, 'chronos');
  const store = recurringJobs(await tableWith(rows['recurring job']));
  assert.deepEqual(await store.load({ cluster, framework: 'chronos', name }), written);
});

test('an occurrence without a job is told as it was written', async () => {
  const { spec, sentence, scheduledAt, jobId } = rows['occurrence without a job'];
  const outbox = untoldPoints(await tableWith(rows['occurrence without a job']));
  const untold = await outbox.loadUntold({ jobId, at: scheduledAt });
  assert.deepEqual(untold?.spec, spec);
  assert.deepEqual(untold?.delivery, { isOnBus: false, tries: 0, nextTryAt: 0 });
  assert.partialDeepStrictEqual(untold?.point, { outcome: 'skipped', sentence, scheduledAt });
});
