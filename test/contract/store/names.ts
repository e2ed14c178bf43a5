import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from 'ulid';
import type { NamedJob } from '../../../lib/ports/job-store.ts';
import { keyOf } from '../../../lib/store/keys.ts';
import { findNamed, idempotencyKeys } from '../../../lib/store/names.ts';
import { newJob, now, type Rig } from './rig.ts';

const day = 86_400;

function named(jobId: string, change: Partial<NamedJob> = {}): NamedJob {
  return { jobId, cluster: 'default', framework: 'chronos', name: 'linpack', ...change };
}

/** A name that no other test has. */
const freshName = () => ({ name: `job-${ulid()}` });

export function namesContract(rig: () => Rig): void {
  test('a free name is claimed, and claiming it again changes nothing', async () => {
    const job = named('job-1', freshName());
    assert.equal(await rig().store.claimName(job, null), 'job-1');
    assert.equal(await rig().store.claimName(job, null), 'job-1');
  });

  test('a name that is taken stays with its job', async () => {
    const name = freshName();
    await rig().store.claimName(named('job-1', name), null);
    assert.equal(await rig().store.claimName(named('job-2', name), null), 'job-1');
    assert.equal(await rig().store.claimName(named('job-2', name), 'job-3'), 'job-1');
    assert.equal(await rig().store.claimName(named('job-1', name), null), 'job-1');
  });

  test('the same name on another cluster is another name', async () => {
    const name = freshName();
    await rig().store.claimName(named('job-1', name), null);
    assert.equal(await rig().store.claimName(named('job-2', { ...name, cluster: 'lab' }), null), 'job-2');
  });

  test('a name is taken over from the job that is named as its holder', async () => {
    const name = freshName();
    await rig().store.claimName(named('job-1', name), null);
    assert.equal(await rig().store.claimName(named('job-2', name), 'job-1'), 'job-2');
    assert.equal(await rig().store.claimName(named('job-3', name), 'job-1'), 'job-2');
  });

  test('of 10 jobs that claim a name at once, all hear of the same holder', async () => {
    const name = freshName();
    const claims = Array.from({ length: 10 }, (_, i) => rig().store.claimName(named(`job-${i}`, name), null));
    assert.equal(new Set(await Promise.all(claims)).size, 1);
  });

  test('a name is released by its holder and by nobody else', async () => {
    const name = freshName();
    await rig().store.claimName(named('job-1', name), null);
    await rig().store.releaseName(named('job-2', name));
    assert.equal(await rig().store.claimName(named('job-2', name), null), 'job-1');
    await rig().store.releaseName(named('job-1', name));
    await rig().store.releaseName(named('job-1', name));
    assert.equal(await rig().store.claimName(named('job-2', name), null), 'job-2');
  });

  test('of 20 that claim an idempotency key at once, one wins and all hear of it', async () => {
    const key = ulid();
    const claim = idempotencyKeys(rig().table);
    const claims = Array.from({ length: 20 }, (_, i) =>
      claim(key, { jobId: `job-${i}`, requestHash: `hash-${i}` }),
    );
    const [first, ...others] = await Promise.all(claims);
    for (const other of others) assert.deepEqual(other, first);
    assert.deepEqual(await claim(key, { jobId: 'late', requestHash: 'other' }), first);
  });

  test('an idempotency key that is claimed again by its holder is still his, and expires in a day', async () => {
    const key = ulid();
    const mine = { jobId: 'job-1', requestHash: 'hash' };
    const claim = idempotencyKeys(rig().table);
    assert.deepEqual(await claim(key, mine), mine);
    assert.deepEqual(await claim(key, mine), mine);
    assert.equal((await rig().readItem(keyOf.idempotencyKey(key)))?.expiresAt, now / 1000 + day);
  });

  test('a lesson is kept by name, replaced by the next, and expires in 180 days', async () => {
    const job = named('job-1', freshName());
    assert.equal(await rig().store.loadLesson(job), null);
    const lesson = { law: 'adaptive', image: 'debian', command: 'true', memory: { n: 1, tiny: 1e-200 } };
    await rig().store.saveLesson(job, lesson);
    assert.deepEqual(await rig().store.loadLesson(job), lesson);
    await rig().store.saveLesson(job, { ...lesson, memory: {} });
    assert.deepEqual(await rig().store.loadLesson(job), { ...lesson, memory: {} });
    assert.equal((await rig().readItem(keyOf.lesson(job)))?.expiresAt, now / 1000 + 180 * day);
  });

  test('releasing a name keeps its lesson', async () => {
    const job = named('job-1', freshName());
    const lesson = { law: 'adaptive', image: 'debian', command: 'true', memory: {} };
    await rig().store.claimName(job, null);
    await rig().store.saveLesson(job, lesson);
    await rig().store.releaseName(job);
    assert.deepEqual(await rig().store.loadLesson(job), lesson);
  });

  test('jobs of a name are found on every cluster, newest first, from the moment of their launch', async () => {
    const name = `job-${ulid()}`;
    const jobs = [newJob(), newJob(), newJob()].map((job, i) => ({
      ...job,
      spec: { ...job.spec, name, cluster: i === 1 ? 'lab' : 'default' },
    }));
    for (const job of jobs) await rig().store.create(job);
    const ids = async (sought: string) =>
      (await findNamed(rig().table, sought)).map(({ spec }) => spec.jobId);
    const newestFirst = jobs
      .map(({ spec }) => spec.jobId)
      .sort()
      .reverse();
    assert.deepEqual(await ids(name), newestFirst);
    assert.deepEqual(await ids(`/${name}`), newestFirst);
    assert.deepEqual(await ids(`${name}x`), []);
  });

  test('a live job is found by its name, however many newer ones of the name have ended', async () => {
    const name = `job-${ulid()}`;
    const [live, ...ended] = Array.from({ length: 25 }, () => newJob())
      .map((job) => ({ ...job, spec: { ...job.spec, name } }))
      .sort((one, other) => (one.spec.jobId < other.spec.jobId ? -1 : 1));
    assert.ok(live);
    for (const job of [live, ...ended]) await rig().store.create(job);
    for (const { spec } of ended) await rig().store.releaseName(spec);
    const found = (await findNamed(rig().table, name)).map(({ spec }) => spec.jobId);
    assert.deepEqual([found.length, found.at(-1)], [6, live.spec.jobId]);
  });

  test('a launch that was abandoned is no job of its name', async () => {
    const [abandoned, job] = [newJob(), newJob()].map((each) => ({
      ...each,
      spec: { ...each.spec, name: 'abandoned once' },
    }));
    assert.ok(abandoned && job);
    assert.equal(await rig().store.abandonLaunch(abandoned.spec.jobId), true);
    assert.equal(await rig().store.create(abandoned), false);
    await rig().store.create(job);
    const found = await findNamed(rig().table, 'abandoned once');
    assert.deepEqual(
      found.map(({ spec }) => spec.jobId),
      [job.spec.jobId],
    );
  });

  test('the holder of a name is known until it is released', async () => {
    const job = named('job-1', freshName());
    assert.equal(await rig().store.nameHolder(job), null);
    await rig().store.claimName(job, null);
    assert.equal(await rig().store.nameHolder(job), 'job-1');
    await rig().store.releaseName(job);
    assert.equal(await rig().store.nameHolder(job), null);
  });

  test('the name of an ended job expires after the job does', async () => {
    const job = newJob();
    await rig().store.create(job);
    const key = keyOf.named(job.spec.name, job.spec.jobId);
    assert.equal((await rig().readItem(key))?.expiresAt, undefined);
    await rig().store.releaseName(job.spec);
    assert.equal((await rig().readItem(key))?.expiresAt, now / 1000 + 38 * day);
    await rig().store.releaseName(named('of an earlier version', freshName()));
  });
}
