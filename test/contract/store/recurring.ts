import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StaleJobError } from '../../../lib/job/errors.ts';
import { untoldPoints } from '../../../lib/store/points.ts';
import { recurringJobs } from '../../../lib/store/recurring/recurring-jobs.ts';
import { recurringForTests } from '../../rigs/recurring.ts';
import { now, type Rig } from './rig.ts';

const named = (name: string) => ({ ...recurringForTests, spec: { ...recurringForTests.spec, name } });

export function recurringContract(rig: () => Rig): void {
  test('a recurring job is made once of a name, framework and cluster', async () => {
    const store = recurringJobs(rig().table);
    const made = named('once');
    assert.equal(await store.load(made.spec), null);
    const created = await Promise.all(Array.from({ length: 5 }, () => store.create(made)));
    assert.equal(created.filter(Boolean).length, 1);
    assert.deepEqual(await store.load(made.spec), made);
    const elsewhere = { ...made, spec: { ...made.spec, cluster: 'lab' } };
    assert.equal(await store.create(elsewhere), true);
  });

  test('it is written and removed only as it was read', async () => {
    const store = recurringJobs(rig().table);
    const made = named('guarded');
    await store.create(made);
    const saved = await store.save({ ...made, pausedAt: now });
    assert.deepEqual([saved.version, (await store.load(made.spec))?.pausedAt], [1, now]);
    await assert.rejects(store.save(made), StaleJobError);
    await assert.rejects(store.remove(made), StaleJobError);
    await store.remove(saved);
    assert.equal(await store.load(made.spec), null);
    await assert.rejects(store.save(saved), StaleJobError);
  });

  test('all are listed', async () => {
    const table = await rig().emptyTable();
    const store = recurringJobs(table);
    for (const name of ['b', 'a']) await store.create(named(name));
    assert.deepEqual(
      (await store.list()).map(({ spec }) => spec.name),
      ['a', 'b'],
    );
  });

  test('those of a name are found on all clusters and frameworks, as the name is looked for, and no others', async () => {
    const table = await rig().emptyTable();
    const store = recurringJobs(table);
    const app = {
      ...named('/group/app'),
      spec: { ...named('/group/app').spec, framework: 'marathon' as const },
    };
    const elsewhere = { ...app, spec: { ...app.spec, cluster: 'lab' } };
    for (const each of [app, elsewhere, named('group'), named('group-app')]) await store.create(each);
    assert.deepEqual(await store.find('group:app'), [app, elsewhere]);
    assert.deepEqual(await store.find('group'), [named('group')]);
    assert.deepEqual(await store.find('grou'), []);
  });

  test('what became of an occurrence without a job lies in the outbox once, until it is told', async () => {
    const table = await rig().emptyTable();
    const outbox = untoldPoints(table);
    const pending = { id: '01KDTESTPEND00000000000000', scheduledAt: now - 60_000 };
    const verdict = { outcome: 'skipped', sentence: 'Job A was still live.' } as const;
    const put = () => recurringJobs(table).putVerdict(recurringForTests, pending as never, verdict);
    await put();
    const [key, ...more] = await outbox.untold(now);
    assert.ok(key);
    assert.deepEqual([key, more], [{ jobId: pending.id, at: pending.scheduledAt }, []]);
    const untold = await outbox.loadUntold(key);
    assert.deepEqual(untold?.point, { ...verdict, scheduledAt: pending.scheduledAt, at: now });
    const { name, webhook } = recurringForTests.spec;
    assert.deepEqual([untold?.spec.name, untold?.spec.webhook], [name, webhook]);
    await outbox.markTold(key);
    await put();
    assert.deepEqual(await outbox.untold(now), []);
  });
}
