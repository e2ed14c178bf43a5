import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { claimReading, knownClusters, noteCluster } from '../../../lib/store/clusters.ts';
import { jobsTable } from '../../../lib/store/jobs-table.ts';
import { listing } from '../../../lib/store/listing.ts';
import { parts, sweptJobsOf, sweptPage } from '../../../lib/store/swept-jobs.ts';
import type { Table } from '../../../lib/store/table.ts';
import { newJob, now, type Rig } from './rig.ts';

/** Ids of jobs that are all listed in one part. */
function idsOfOnePart(count: number): string[] {
  const ids: string[] = [];
  while (ids.length < count) {
    const jobId = ulid();
    if (listing('active', jobId) === 'active#3') ids.push(jobId);
  }
  return ids;
}

async function pagesOf(table: Table): Promise<string[][]> {
  const pages: string[][] = [];
  for (let part = 0; part < parts; part++) {
    for (let after: string | null = null; ; ) {
      const { jobs, next } = await sweptPage(table, part, after);
      pages.push(jobs.map(({ jobId }) => jobId).sort());
      if (next === null) break;
      after = next;
    }
  }
  return pages;
}

/** The table as it is when little of each batch read gets through. */
function throttled({ client, ...table }: Table, limit: number): Table {
  const send: typeof client.send = async (command: unknown) => {
    if (!(command instanceof BatchGetCommand)) return client.send(command as BatchGetCommand);
    const [[name, asked] = ['', undefined]] = Object.entries(command.input.RequestItems ?? {});
    const keys = asked?.Keys ?? [];
    const taken = new BatchGetCommand({ RequestItems: { [name]: { ...asked, Keys: keys.slice(0, limit) } } });
    const unread = keys.slice(limit);
    const left = unread.length > 0 ? { [name]: { ...asked, Keys: unread } } : {};
    return { ...(await client.send(taken)), UnprocessedKeys: left };
  };
  return { ...table, client: Object.assign(Object.create(client), { send }) };
}

export function sweptJobsContract(rig: () => Rig): void {
  test('a sweep sees each live or ending job once, in pages of a hundred, and no clean one', async () => {
    const table = await rig().emptyTable();
    const store = jobsTable(table);
    const ids = [...idsOfOnePart(120), ...Array.from({ length: 30 }, () => ulid())];
    await Promise.all(
      ids.map(async (jobId, i) => {
        const job = newJob();
        const made = { ...job, spec: { ...job.spec, jobId } };
        await store.create(made);
        if (i < 130) return;
        const progress = { ...job.progress, status: 'FAILED' as const };
        await store.save(made, { progress, point: null, foldedRuns: [] });
        if (i >= 140) await store.markClean(jobId);
      }),
    );
    const pages = await pagesOf(table);
    assert.deepEqual(pages.flat().sort(), ids.slice(0, 140).sort());
    assert.equal(Math.max(...pages.map(({ length }) => length)), 100);
  });

  test('how a job stands is told, and nothing of one that is not there, however little a read gets', async () => {
    const table = await rig().emptyTable();
    const store = jobsTable(table);
    const jobs = await Promise.all(
      Array.from({ length: 7 }, async () => {
        const job = newJob({ evaluatedAt: now - 5, lastPointAt: now - 9 });
        await store.create(job);
        return job;
      }),
    );
    const ids = jobs.map(({ spec }) => spec.jobId);
    const { deadlineAt, resendRequestedAt } = jobs[0] ?? newJob();
    const expected = ids.map((jobId) => ({
      jobId,
      deadlineAt,
      resendRequestedAt,
      clean: false,
      hasEnded: false,
      lastPointAt: now - 9,
      evaluatedAt: now - 5,
    }));
    const asked = [...ids, ...ids, ulid()];
    for (const each of [table, throttled(table, 3)]) {
      const found = await sweptJobsOf(each, asked);
      assert.deepEqual(
        found.toSorted((a, b) => (a.jobId < b.jobId ? -1 : 1)),
        expected.toSorted((a, b) => (a.jobId < b.jobId ? -1 : 1)),
      );
    }
  });

  test('a cluster is known from its first launch on, and each reading of it is claimed once', async () => {
    const table = await rig().emptyTable();
    const [chronos, marathon] = [
      { cluster: 'default', framework: 'chronos' },
      { cluster: 'default', framework: 'marathon' },
    ] as const;
    assert.deepEqual(await knownClusters(table), []);
    for (const each of [chronos, marathon, chronos]) await noteCluster(table, each);
    assert.deepEqual(await knownClusters(table), [
      { ...chronos, readAt: 0 },
      { ...marathon, readAt: 0 },
    ]);
    const known = { ...chronos, readAt: 0 };
    const claims = await Promise.all([1, 2, 3].map(() => claimReading(table, known, now)));
    assert.deepEqual(claims.sort(), [false, false, true]);
    await noteCluster(table, chronos);
    assert.deepEqual((await knownClusters(table))[0], { ...chronos, readAt: now });
    assert.equal(await claimReading(table, known, now + 1), true);
    assert.equal(await claimReading(table, { cluster: 'gone', framework: 'chronos', readAt: 0 }, now), false);
  });
}
