import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from 'ulid';
import { jobsTable } from '../../../lib/store/jobs-table.ts';
import { keyOf } from '../../../lib/store/keys.ts';
import { listPoints, untoldPoints } from '../../../lib/store/points.ts';
import { storeResend } from '../../../lib/store/requested-changes.ts';
import { pointForTests } from '../../rigs/job.ts';
import { now, type Rig, storedJob } from './rig.ts';

const pointAt = (at: number) => ({ ...pointForTests, at });
const instants = (points: { at: number }[]) => points.map(({ at }) => at);

export function pointsContract(rig: () => Rig): void {
  test('a point is read as it was put, with and without what it may lack, and expires', async () => {
    const jobId = ulid();
    const bare = { ...pointAt(now + 1), iterations: [], decision: null };
    await rig().store.putPoint(jobId, pointAt(now));
    await rig().store.putPoint(jobId, bare);
    assert.deepEqual(await rig().store.listPoints(jobId, 0, 10), [pointAt(now), bare]);
    const item = await rig().readItem(keyOf.point(jobId, now));
    assert.equal(item?.expiresAt, now / 1000 + 30 * 86_400);
  });

  test('a point that is put twice is there once', async () => {
    const jobId = ulid();
    for (const completed of [1, 1]) await rig().store.putPoint(jobId, { ...pointAt(now), completed });
    assert.equal((await rig().store.listPoints(jobId, 0, 10)).length, 1);
  });

  test('a point of which something is to be told is listed until it is told, and not listed again', async () => {
    const job = await storedJob(rig());
    const { spec } = job;
    const [key, told] = [{ jobId: spec.jobId, at: now }, pointAt(now)];
    const { untold, loadUntold, postpone, markTold } = untoldPoints(rig().table);
    const isListed = async (before = now + 1) =>
      (await untold(before)).some(({ jobId, at }) => jobId === spec.jobId && at === now);
    assert.equal(await loadUntold(key), null);
    await rig().store.putPoint(spec.jobId, { ...pointAt(now - 5), transitions: [] });
    await rig().store.putPoint(spec.jobId, told);
    assert.deepEqual([await isListed(), await isListed(now)], [true, false]);
    assert.deepEqual(await loadUntold(key), {
      spec,
      point: told,
      delivery: { isOnBus: false, tries: 0, nextTryAt: 0 },
    });
    const delivery = { isOnBus: true, tries: 2, nextTryAt: now + 60_000 };
    await postpone(key, delivery);
    assert.deepEqual(await loadUntold(key), { spec, point: told, delivery });
    assert.equal(await isListed(), true);
    await markTold(key);
    await rig().store.putPoint(spec.jobId, told);
    assert.equal(await isListed(), false);
    assert.equal(await loadUntold(key), null);
    assert.deepEqual(await rig().store.listPoints(spec.jobId, now - 1, 9), [told]);
    await postpone(key, delivery);
    assert.equal(await isListed(), false);
    await markTold({ ...key, at: now + 99 });
    assert.equal(await rig().readItem(keyOf.point(spec.jobId, now + 99)), undefined);
  });

  test('points that are not on the bus yet are found, however many wait for a webhook only', async () => {
    const table = await rig().emptyTable();
    const { untold, postpone } = untoldPoints(table);
    const store = jobsTable(table);
    // Of one part of the index, as they have the same characters.
    const [waiting, later] = ['01KDTEST000000000000000012', '01KDTEST000000000000000021'];
    for (let at = now; at < now + 101; at++) {
      await store.putPoint(waiting, pointAt(at));
      await postpone({ jobId: waiting, at }, { isOnBus: true, tries: 1, nextTryAt: now + 60_000 });
    }
    await store.putPoint(later, pointAt(now));
    assert.deepEqual((await untold(now + 999))[0], { jobId: later, at: now });
  });

  test('points are listed by their time, from an instant on, so many at a time, from either end', async () => {
    const { table, store } = rig();
    const jobId = ulid();
    const times = [now + 7, 9, now, now + 100, now + 1];
    for (const at of times) await store.putPoint(jobId, pointAt(at));
    const sorted = [9, now, now + 1, now + 7, now + 100];
    assert.deepEqual(instants(await store.listPoints(jobId, 0, 10)), sorted);
    assert.deepEqual(instants(await store.listPoints(jobId, now, 10)), [now + 1, now + 7, now + 100]);
    assert.deepEqual(instants(await store.listPoints(jobId, now - 1, 2)), [now, now + 1]);
    assert.deepEqual(instants(await store.listPoints(jobId, now + 100, 10)), []);
    const newest = { after: 9, limit: 3, newestFirst: true };
    assert.deepEqual(instants(await listPoints(table, jobId, newest)), [now + 100, now + 7, now + 1]);
  });

  test('the points of one job are not those of another, and a job without points has none', async () => {
    const job = await storedJob(rig());
    await rig().store.putPoint(ulid(), pointAt(now));
    assert.deepEqual(await rig().store.listPoints(job.spec.jobId, 0, 10), []);
  });

  test('points do not hide the job, which lies beside them', async () => {
    const job = await storedJob(rig());
    await rig().store.putPoint(job.spec.jobId, pointAt(now));
    assert.deepEqual(await rig().store.load(job.spec.jobId), job);
  });

  test('what is delivered to Monasca only grows, and not for a job that is not there', async () => {
    const job = await storedJob(rig(), {}, { metricsSentUpTo: 0 });
    const { jobId } = job.spec;
    const mark = (upTo: number) => rig().store.markMetricsSent(jobId, { from: 0, upTo });
    const sent = async () => (await rig().store.load(jobId))?.metricsSentUpTo;
    await mark(20);
    await mark(10);
    assert.equal(await sent(), 20);
    await Promise.all(Array.from({ length: 20 }, (_, i) => mark(30 + i)));
    assert.equal(await sent(), 49);
    const unknown = ulid();
    await rig().store.markMetricsSent(unknown, { from: 0, upTo: 10 });
    assert.equal(await rig().readItem(keyOf.state(unknown)), undefined);
  });

  test('what is to be sent again is not marked by whoever sends what comes after it', async () => {
    const job = await storedJob(rig(), {}, { metricsSentUpTo: 900 });
    const { jobId } = job.spec;
    const kept = async () => {
      const read = await rig().store.load(jobId);
      return [read?.metricsSentUpTo, read?.resendRequestedAt];
    };
    assert.equal(await storeResend(rig().table, jobId, { upTo: 99, at: now }), true);
    await rig().store.markMetricsSent(jobId, { from: 900, upTo: 1000 });
    assert.deepEqual(await kept(), [99, now]);
    await rig().store.markMetricsSent(jobId, { from: 99, upTo: 400 });
    assert.equal(await storeResend(rig().table, jobId, { upTo: 500, at: now + 1 }), true);
    assert.deepEqual(await kept(), [400, now + 1]);
    const unknown = ulid();
    assert.equal(await storeResend(rig().table, unknown, { upTo: 0, at: now }), false);
    assert.equal(await rig().readItem(keyOf.state(unknown)), undefined);
  });

  test('an ended job of which nothing was left to do has something left when its metrics are to be sent again', async () => {
    const { table, store } = rig();
    const job = await storedJob(rig(), { status: 'COMPLETED' }, { metricsSentUpTo: 900 });
    const { jobId } = job.spec;
    const listed = async () => {
      const read = await rig().readItem(keyOf.state(jobId));
      return [read?.clean, String(read?.listing).split('#')[0]];
    };
    await store.markClean(jobId);
    await storeResend(table, jobId, { upTo: 0, at: now });
    assert.deepEqual(await listed(), [false, 'ending']);
    const live = await storedJob(rig());
    await storeResend(table, live.spec.jobId, { upTo: 0, at: now });
    assert.match(String((await rig().readItem(keyOf.state(live.spec.jobId)))?.listing), /^active#/);
  });

  test('a second in which an alarm is told is claimed once, later than all before, and only when sending the last one is over', async () => {
    const jobId = ulid();
    const claim = (second: number) =>
      rig().store.claimLateSecond(jobId, { at: now + second * 1000, openUntil: now + (second + 10) * 1000 });
    const tenAtOnce = await Promise.all(Array.from({ length: 10 }, () => claim(0)));
    assert.equal(tenAtOnce.filter(Boolean).length, 1);
    assert.deepEqual([await claim(9), await claim(10), await claim(11)], [false, true, false]);
    const close = (second: number) => {
      const at = now + second * 1000;
      return rig().store.closeLateSecond(jobId, { at, openUntil: at });
    };
    await close(0);
    assert.equal(await claim(11), false);
    await close(10);
    assert.deepEqual([await claim(9), await claim(10), await claim(11)], [false, false, true]);
    const item = await rig().readItem(keyOf.lateSecond(jobId));
    assert.equal(item?.expiresAt, now / 1000 + 30 * 86_400);
  });
}
