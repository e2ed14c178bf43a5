import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { StartedRuns } from '../../lib/job/execution.ts';
import { decodeJob, encodeState } from '../../lib/store/codec.ts';
import { roomItems } from '../../lib/store/rooms/room-item.ts';
import { memoryTable } from '../rigs/memory-table.ts';
// As the first version with a gate wrote them. Recorded rows never change.
import rows from './rooms.json' with { type: 'json' };

test('the room of a cluster and a job that waits for it are read as they were written', async () => {
  const { table } = memoryTable(() => 0);
  const { room, 'waiting job': waiting } = rows;
  for (const Item of [room, waiting])
    await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  const read = await roomItems(table).readRoom('default', 4);
  const { seenAt, free, largestCpus, claims, version } = room;
  assert.deepEqual(read.room, { seenAt, free, largestCpus, claims, version });
  const { pk, sk, expiresAt, ...place } = waiting;
  assert.deepEqual(read.waiting, [place]);
});

for (const situation of ['held job', 'job with a claim'] as const)
  test(`a ${situation} is read as it was written, and written back`, () => {
    const { spec, state } = rows[situation];
    const job = decodeJob(spec, state);
    const { held, claim, run } = job.progress.execution as StartedRuns;
    const was = state.progress.execution as Partial<StartedRuns>;
    assert.deepEqual({ held, claim, run }, { held: was.held, claim: was.claim, run: was.run });
    assert.deepEqual(decodeJob(spec, encodeState(job)), job);
  });
