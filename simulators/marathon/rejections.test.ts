import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { killThenStart, sleeps, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

let rig: TestRig;
let clock: VirtualClock;
beforeEach(async () => {
  clock = virtualClock(Date.now());
  rig = await testRig({ clock, offerIntervalMs: 1000, offerLatencyMs: 1000, stagingMs: 100_000 });
});
afterEach(() => rig.close());

const app = { ...sleeps, id: '/x', cpus: 0.5, ...killThenStart };
const cpusOf = ([item]: Awaited<ReturnType<TestRig['queue']>>) =>
  item?.processedOffersSummary.rejectSummaryLastOffers.find(({ reason }) => reason === 'InsufficientCpus');

test('rejections stay with an app and an agent: those of a size that is given up are shown for the next', async () => {
  await rig.call('POST', '/v2/apps', { ...app, cpus: 9 });
  clock.advance(4000);
  const short = await rig.queue();
  assert.deepEqual(cpusOf(short), { reason: 'InsufficientCpus', declined: 2, processed: 2 });
  const { lastUnusedOfferAt = '', processedOffersCount } = short[0]?.processedOffersSummary ?? {};
  assert.ok(lastUnusedOfferAt > (short[0]?.since ?? ''), 'today’s');
  clock.advance(4000);
  assert.equal(
    (await rig.queue())[0]?.processedOffersSummary.processedOffersCount,
    processedOffersCount,
    'what was declined is not offered again',
  );
  await rig.call('PATCH', '/v2/apps/x?force=true', { cpus: 0.6 });
  const stale = await rig.queue();
  assert.ok(lastUnusedOfferAt < (stale[0]?.since ?? ''), 'yesterday’s');
  assert.deepEqual(cpusOf(stale), cpusOf(short));
  clock.advance(1000);
  await until(() => rig.marathon.observed.launches('/x') === 1);
  const staged = await rig.queue();
  assert.deepEqual(cpusOf(staged), cpusOf(short), 'while it is staged, too');
  assert.ok((staged[0]?.processedOffersSummary.lastUsedOfferAt ?? '') > (staged[0]?.since ?? ''));
});

test('counts go on from launch to launch, and an app of the same id inherits them', async () => {
  await rig.call('POST', '/v2/apps', { ...app, cpus: 9 });
  clock.advance(4000);
  const before = (await rig.queue())[0]?.processedOffersSummary;
  await rig.call('DELETE', '/v2/apps/x');
  await rig.call('POST', '/v2/apps', app);
  const inherited = (await rig.queue())[0]?.processedOffersSummary;
  assert.deepEqual(inherited, before);
  await rig.call('POST', '/v2/apps', { ...app, id: '/y' });
  const other = (await rig.queue())[1]?.processedOffersSummary;
  assert.deepEqual([other?.processedOffersCount, other?.lastUsedOfferAt], [0, undefined]);
});
