import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { claimReading, knownClusters } from '../../lib/store/clusters.ts';
import { jobsTable } from '../../lib/store/jobs-table.ts';
import { currentSchema } from '../../lib/store/migrations/migrations.ts';
import { idempotencyKeys } from '../../lib/store/names.ts';
import type { Table } from '../../lib/store/table.ts';
import { embeddedEngine } from '../contract/store/embedded-engine.ts';
import { type Rig, startRig } from '../contract/store/rig.ts';
import { otherKinds, recordedOthers } from './other-rows.ts';
import type { Row } from './stored-rows.ts';

let rig: Rig;
before(async () => {
  rig = await startRig(embeddedEngine);
});
after(() => rig.close());

/** A table that holds only these rows, at an instant (epoch milliseconds). */
async function tableWith(rows: Row[], now = 0): Promise<Table> {
  const { client, tableName } = await rig.emptyTable();
  for (const Item of rows) await client.send(new PutCommand({ TableName: tableName, Item }));
  return { client, tableName, now: () => now };
}

const jobIdOf = ({ pk }: Row) => String(pk).slice('JOB#'.length);

function nameOf({ pk }: Row) {
  const [, cluster = '', framework, name = ''] = String(pk).split('#');
  assert.ok(framework === 'chronos' || framework === 'marathon');
  return { cluster, framework, name } as const;
}

for (let schema = 1; schema <= currentSchema; schema++) {
  const rows = recordedOthers(schema);

  describe(`rows of schema ${schema} beside those of jobs`, () => {
    test('there is one of every kind', () => {
      assert.deepEqual(Object.keys(rows).sort(), Object.keys(otherKinds).sort());
    });

    for (const kind of ['point of a live job', 'last point of a job'] as const) {
      test(`a ${kind} is read with its numbers`, async () => {
        const { pk, sk, expiresAt, ...made } = rows[kind];
        const store = jobsTable(await tableWith([rows[kind]]));
        assert.deepEqual(await store.listPoints(jobIdOf(rows[kind]), 0, 10), [
          // Points of earlier versions tell of no transitions.
          { transitions: [], ...made },
        ]);
      });
    }

    test('a lease keeps others from the job until it is over', async () => {
      const { lease } = rows;
      const heldUntil = Number(lease.heldUntil);
      const take = async (now: number) =>
        jobsTable(await tableWith([lease], now)).takeLease(jobIdOf(lease), 'somebody else', now + 1);
      assert.deepEqual([await take(heldUntil - 1), await take(heldUntil)], [false, true]);
    });

    test('a late second is claimed once, and the next one later', async () => {
      const late = rows['late second'];
      const store = jobsTable(await tableWith([late]));
      const claim = (at: number) => store.claimLateSecond(jobIdOf(late), { at, openUntil: at + 1 });
      const next = Math.max(Number(late.claimedAt), Number(late.openUntil)) + 1;
      assert.deepEqual([await claim(Number(late.claimedAt)), await claim(next)], [false, true]);
    });

    test('a name is held by its job', async () => {
      const holder = rows['name holder'];
      const store = jobsTable(await tableWith([holder]));
      const claimed = store.claimName({ ...nameOf(holder), jobId: 'another' }, null);
      assert.equal(await claimed, holder.jobId);
    });

    test('a lesson is taught', async () => {
      const { lesson } = rows;
      const { law, image, command, memory } = lesson;
      const store = jobsTable(await tableWith([lesson]));
      const taught = await store.loadLesson(nameOf(lesson));
      assert.deepEqual(taught, { law, image, command, memory: JSON.parse(String(memory)) });
    });

    test('a cluster is known, with the time of its last reading', async () => {
      const { cluster, framework, readAt } = rows.cluster;
      const table = await tableWith([rows.cluster], Number(readAt) + 1);
      const [known, ...more] = await knownClusters(table);
      assert.ok(known);
      assert.deepEqual([known, more], [{ cluster, framework, readAt }, []]);
      assert.equal(await claimReading(table, known, Number(readAt)), false);
      assert.equal(await claimReading(table, known, Number(readAt) + 1), true);
    });

    test('an idempotency key belongs to its first launch', async () => {
      const { pk, jobId, requestHash } = rows['idempotency key'];
      const claim = idempotencyKeys(await tableWith([rows['idempotency key']]));
      const key = String(pk).slice('IDEMPOTENCY#'.length);
      assert.deepEqual(await claim(key, { jobId: 'another', requestHash: 'another' }), {
        jobId,
        requestHash,
      });
    });
  });
}
