import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startClockedMonasca } from '../../../test/rigs/clocked-monasca.ts';

describe('alarms are raised as by the whole real Monasca', () => {
  let rig: Awaited<ReturnType<typeof startClockedMonasca>>;
  let made = 0;
  let m = '';
  before(async () => {
    rig = await startClockedMonasca();
  });
  after(() => rig.close());
  beforeEach(() => {
    m = `metric${++made}`;
  });
  const statesOf = async (definition: { id: string }) =>
    (await rig.alarms(definition)).map(({ state }) => state);

  test('what came before its definition does not count: the alarm comes with the first measurement after it (S1)', async () => {
    await rig.send(m, 0.3);
    const definition = await rig.define(`last(${m}) < 0.6`);
    await rig.passSeconds(120);
    assert.deepEqual(await rig.alarms(definition), []);
    await rig.send(m, 0.9);
    assert.deepEqual(await statesOf(definition), ['OK']);
  });

  test('the same measurement again, 200 s later, raises a false alarm (D1)', async () => {
    const definition = await rig.define(`last(${m}) < 0.6`);
    await rig.send(m, 0.9);
    await rig.passSeconds(200);
    await rig.send(m, 0.9, { age: 200 });
    assert.deepEqual(await statesOf(definition), ['ALARM']);
    await rig.send(m, 0.9);
    assert.deepEqual(await statesOf(definition), ['OK']);
  });

  test('last keeps its state through 19 minutes without a measurement; min does not (U1)', async () => {
    const [last, min] = [await rig.define(`last(${m}) < 0.6`), await rig.define(`min(${m}) < 0.6`)];
    await rig.send(m, 0.3);
    assert.deepEqual([await statesOf(last), await statesOf(min)], [['ALARM'], ['ALARM']]);
    await rig.passSeconds(19 * 60);
    assert.deepEqual([await statesOf(last), await statesOf(min)], [['ALARM'], ['UNDETERMINED']]);
  });

  test('max below its threshold is UNDETERMINED until the window ends, and ALARM at once', async () => {
    const definition = await rig.define(`max(${m}) > 5`);
    await rig.send(m, 1);
    assert.deepEqual(await statesOf(definition), ['UNDETERMINED']);
    await rig.passSeconds(120);
    assert.deepEqual(await statesOf(definition), ['OK']);
    await rig.send(m, 9);
    assert.deepEqual(await statesOf(definition), ['ALARM']);
  });

  test('a compound alarm begins when each of its comparisons has a series', async () => {
    const definition = await rig.define(`last(${m}a) > 5 and last(${m}b) > 5`);
    await rig.send(`${m}a`, 9);
    assert.deepEqual(await rig.alarms(definition), []);
    await rig.send(`${m}b`, 9);
    assert.deepEqual(await statesOf(definition), ['UNDETERMINED']);
    rig.clock.now += 1000;
    await rig.send(`${m}a`, 8);
    assert.deepEqual(await statesOf(definition), ['ALARM']);
    rig.clock.now += 1000;
    await rig.send(`${m}b`, 1);
    assert.deepEqual(await statesOf(definition), ['OK']);
  });

  test('each value of what is matched by has an alarm of its own, and so has a series without any', async () => {
    const definition = await rig.define(`last(${m}) > 5`, { match_by: ['host'] });
    await rig.send(m, 9, { dimensions: { host: 'a' } });
    await rig.send(m, 1, { dimensions: { host: 'b' } });
    await rig.send(m, 9, { dimensions: { host: 'b', rack: '1' } });
    assert.deepEqual((await statesOf(definition)).sort(), ['ALARM', 'OK']);
    await rig.send(m, 9);
    assert.equal((await rig.alarms(definition)).length, 3);
  });

  test('last over two series of one second knows the first that came', async () => {
    const definition = await rig.define(`last(${m}) > 5`);
    await rig.send(m, 9, { dimensions: { host: 'a' } });
    await rig.send(m, 1, { dimensions: { host: 'b' } });
    const [alarm] = await rig.alarms(definition);
    assert.deepEqual(
      [alarm?.state, alarm?.metrics],
      [
        'ALARM',
        [
          { name: m, dimensions: { host: 'a' } },
          { name: m, dimensions: { host: 'b' } },
        ],
      ],
    );
  });

  test('a deleted alarm comes again with the next measurement', async () => {
    const definition = await rig.define(`last(${m}) < 0.6`);
    await rig.send(m, 0.3);
    const [alarm] = await rig.alarms(definition);
    assert.equal((await rig.call('DELETE', `/alarms/${alarm?.id}`)).status, 204);
    await rig.passSeconds(60);
    assert.deepEqual(await rig.alarms(definition), []);
    await rig.send(m, 0.3);
    const [again] = await rig.alarms(definition);
    assert.notEqual(again?.id, alarm?.id);
    assert.equal(again?.state, 'ALARM');
  });

  test('a definition that is changed judges the measurement it has anew', async () => {
    const definition = await rig.define(`last(${m}) < 0.6`);
    await rig.send(m, 0.7);
    assert.deepEqual(await statesOf(definition), ['OK']);
    await rig.call('PATCH', `/alarm-definitions/${definition.id}`, { expression: `last(${m}) < 0.8` });
    await rig.passSeconds(60);
    assert.deepEqual(await statesOf(definition), ['ALARM']);
  });

  test('an alarm keeps its id and state over a restart, and the same again changes nothing', async () => {
    const definition = await rig.define(`last(${m}) < 0.6`);
    await rig.send(m, 0.3);
    const [before] = await rig.alarms(definition);
    await rig.restart();
    rig.clock.now += 1000;
    await rig.send(m, 0.3);
    const [afterwards] = await rig.alarms(definition);
    for (const key of ['id', 'state', 'state_updated_timestamp', 'metrics']) {
      assert.deepEqual(afterwards?.[key], before?.[key], key);
    }
  });

  test('the times of an alarm have no fraction', async () => {
    rig.clock.now += 123;
    const definition = await rig.define(`last(${m}) < 0.6`);
    await rig.send(m, 0.3);
    const [alarm] = await rig.alarms(definition);
    for (const key of ['state_updated_timestamp', 'updated_timestamp', 'created_timestamp']) {
      assert.match(String(alarm?.[key]), /^2026-11-30T\d\d:\d\d:\d\dZ$/, key);
    }
  });
});
