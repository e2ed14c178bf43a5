import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../../../lib/job/job.ts';
import { jobsTable } from '../../../lib/store/jobs-table.ts';
import { type Listed, listJobs } from '../../../lib/store/listing.ts';
import type { Table } from '../../../lib/store/table.ts';
import { newJob, type Rig } from './rig.ts';

/** A table of so many jobs of which every fourth has ended and every eighth is clean; the ids as they are listed, newest first. */
async function tableOfJobs(rig: Rig, count: number) {
  const table = await rig.emptyTable();
  const store = jobsTable(table);
  const ids: Record<Listed, string[]> = { active: [], ending: [], finished: [], all: [] };
  const made = Array.from({ length: count }, async (_, i) => {
    const job = newJob();
    const { jobId } = job.spec;
    await store.create(job);
    ids.all.push(jobId);
    if (i % 4 !== 0) return void ids.active.push(jobId);
    ids.finished.push(jobId);
    const ended = { ...job.progress, status: 'COMPLETED' as const };
    await store.save(job, { progress: ended, point: null, foldedRuns: [] });
    if (i % 8 === 0) await store.markClean(jobId);
    else ids.ending.push(jobId);
  });
  await Promise.all(made);
  for (const each of Object.values(ids)) each.sort().reverse();
  return { table, ids };
}

async function pagesOf(
  table: Table,
  listed: Listed,
  limit: number,
  isWanted?: (job: Job) => boolean,
): Promise<string[][]> {
  const pages: string[][] = [];
  for (let before: string | null = null; ; ) {
    const { jobs, next } = await listJobs(table, { listed, before, limit, isWanted });
    pages.push(jobs.map(({ spec }) => spec.jobId));
    if (next === null) return pages;
    before = next;
  }
}

export function listingContract(rig: () => Rig): void {
  test('jobs are listed newest first, live and ended apart, in pages without gaps or doubles', async () => {
    const { table, ids } = await tableOfJobs(rig(), 80);
    for (const listed of ['active', 'ending', 'finished', 'all'] as const) {
      for (const limit of [7, 20, 100]) {
        const pages = await pagesOf(table, listed, limit);
        assert.deepEqual(pages.flat(), ids[listed]);
        assert.ok(pages.every((page) => page.length <= limit));
        assert.ok(pages.slice(0, -1).every((page) => page.length === limit));
      }
    }
  });

  test('jobs that are looked for are found on whatever page they are, in pages without gaps or doubles', async () => {
    const { table, ids } = await tableOfJobs(rig(), 80);
    const sought = new Set(ids.active.filter((_, i) => i % 7 === 0));
    const isWanted = ({ spec }: Job) => sought.has(spec.jobId);
    for (const limit of [1, 3, 4, 100]) {
      const pages = await pagesOf(table, 'active', limit, isWanted);
      assert.deepEqual(
        pages.flat(),
        ids.active.filter((id) => sought.has(id)),
      );
      assert.ok(pages.every((page) => page.length <= limit));
    }
  });

  test('a listed job is the whole job', async () => {
    const table = await rig().emptyTable();
    const job = newJob();
    await jobsTable(table).create(job);
    const page = await listJobs(table, { listed: 'active', before: null, limit: 50 });
    assert.deepEqual(page, { jobs: [job], next: null });
  });

  test('where there are no jobs the list is empty', async () => {
    const table = await rig().emptyTable();
    const page = await listJobs(table, { listed: 'finished', before: null, limit: 50 });
    assert.deepEqual(page, { jobs: [], next: null });
  });
}
