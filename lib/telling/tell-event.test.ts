import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTellingRig, type TellingRig } from '../../test/rigs/telling.ts';
import type { PointKey } from '../ports/telling.ts';
import { tellEvent } from './tell-event.ts';

/** What the stream of the table brings. */
const streamed = (...keys: PointKey[]) => ({
  Records: keys.map(({ jobId, at }) => ({
    dynamodb: { Keys: { pk: { S: `JOB#${jobId}` }, sk: { S: `POINT#${String(at).padStart(15, '0')}` } } },
  })),
});

const transitionsIn = (events: readonly { detail: Record<string, unknown> }[]) =>
  events.map(({ detail }) => detail.transition);

describe('telling what becomes of jobs', () => {
  let rig: TellingRig;
  before(async () => {
    rig = await startTellingRig();
  });
  after(() => rig.close());

  it('puts each transition of a point onto the bus, once however often the stream brings it', async () => {
    const job = await rig.job();
    const key = await rig.putPoint(job, { transitions: ['launched', 'at-risk'] });
    for (const _ of [1, 2]) await tellEvent(rig.deps(), streamed(key));
    await tellEvent(rig.deps(), streamed(key, key));
    assert.deepEqual(transitionsIn(rig.told(job)), ['launched', 'at-risk']);
  });

  it('wakes each job that is called into room, and does not fail when it cannot', async () => {
    const woken: string[] = [];
    const called = (jobId: string) => ({
      dynamodb: { Keys: { pk: { S: `CALL#${jobId}` }, sk: { S: '7' } } },
    });
    const wake = async (jobId: string, cause: string) => {
      woken.push(`${jobId} ${cause}`);
      if (jobId === 'second') throw new Error('Invoke: 503');
    };
    const Records = ['first', 'second', 'first'].map(called);
    await tellEvent(rig.deps({ wake }), { Records });
    assert.deepEqual(woken, ['first room', 'second room']);
    assert.ok(rig.problems.includes('Invoke: 503'));
  });

  it('tells what the stream did not bring at the next minute, and leaves to it what is new', async () => {
    const job = await rig.job();
    const { at } = await rig.putPoint(job, { transitions: ['late'] });
    await tellEvent(rig.deps({ now: () => at + 10_000 }), {});
    assert.deepEqual(rig.told(job), []);
    await tellEvent(rig.deps(), {});
    assert.deepEqual(transitionsIn(rig.told(job)), ['late']);
  });

  it('tells the others when one cannot be told, fails, and tells that one later', async () => {
    const [first, second] = [await rig.job(), await rig.job()];
    const keys = [
      await rig.putPoint(first, { transitions: ['failed'] }),
      await rig.putPoint(second, { transitions: ['completed'] }),
    ];
    const { putEvents, ...deps } = rig.deps();
    const picky: typeof putEvents = async (events) => {
      if (events[0]?.detail.jobId === first.spec.jobId) throw new Error('PutEvents: ThrottlingException');
      await putEvents(events);
    };
    const message = 'Points that could not be told: 1 of 2.';
    await assert.rejects(tellEvent({ ...deps, putEvents: picky }, streamed(...keys)), { message });
    assert.deepEqual([rig.told(first).length, rig.told(second).length], [0, 1]);
    assert.ok(rig.problems.includes('PutEvents: ThrottlingException'));
    await tellEvent(rig.deps(), {});
    assert.deepEqual([rig.told(first).length, rig.told(second).length], [1, 1]);
  });

  it('says the same again when it dies between telling and marking', async () => {
    const job = await rig.job();
    const key = await rig.putPoint(job, { transitions: ['cancelled'] });
    const dies = { ...rig.store, markTold: () => Promise.reject(new Error('dead')) };
    await assert.rejects(tellEvent(rig.deps({ store: dies }), streamed(key)));
    await tellEvent(rig.deps({ now: () => Date.now() }), streamed(key));
    const [first, again, ...others] = rig.told(job);
    assert.deepEqual([again?.detail, others], [first?.detail, []]);
    assert.notEqual(again?.id, first?.id);
  });

  it('leaves to the next time what does not fit the time of the function, of which waking takes a part', async () => {
    const job = await rig.job();
    const key = await rig.putPoint(job, { transitions: ['completed'] });
    const deps = rig.deps();
    const begunAt = deps.now();
    let spentMs = 0;
    const slow = async () => {
      spentMs = 21_000;
    };
    const call = { dynamodb: { Keys: { pk: { S: 'CALL#01M00000000000000000000000' }, sk: { S: '1' } } } };
    const records = { Records: [call, ...streamed(key).Records] };
    await tellEvent({ ...deps, wake: slow, now: () => begunAt + spentMs }, records).catch(() => {});
    assert.equal(rig.told(job).length, 0);
    await tellEvent(deps, {});
    assert.deepEqual(transitionsIn(rig.told(job)), ['completed']);
  });

  it('passes over what is no point of a job, and points that have expired', async () => {
    const count = rig.bus.received().length;
    const strange = { dynamodb: { Keys: { pk: { S: 'CLUSTERS' }, sk: { S: 'default#chronos' } } } };
    await tellEvent(rig.deps(), { Records: [strange, ...streamed({ jobId: 'gone', at: 1 }).Records] });
    assert.equal(rig.bus.received().length, count);
  });
});
