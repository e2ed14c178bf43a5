import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prefixOf, testRig, until, versions } from '../../test/rigs/chronos-simulator.ts';
import { virtualRig } from '../../test/rigs/virtual-chronos.ts';
import { readsWhileOthersWrite } from './fault-rules.ts';

for (const version of versions) {
  test(`one job with two dates that are none hides the states of all in ${version}, until it is deleted`, () => {
    const rig = virtualRig(version);
    rig.create(['innocent']);
    rig.create(['poison'], undefined, { lastSuccess: null, lastError: null });
    const csv = rig.call('GET', 'graph/csv');
    assert.deepEqual([csv.status, csv.body, csv.contentType], [500, '', undefined]);
    if (version === '3.0.2') {
      const summary = rig.call('GET', 'jobs/summary');
      assert.equal(summary.status, 400);
      assert.match(summary.body, /java\.lang\.IllegalArgumentException: Invalid format: \\"null\\"\\n/);
      assert.match(rig.call('GET', 'job/poison').body, /"lastSuccess":"null","lastError":"null"/);
    }
    for (const path of ['jobs', 'jobs/search', 'graph/dot']) assert.equal(rig.call('GET', path).status, 200);
    assert.equal(rig.call('DELETE', 'job/poison').status, 204);
    assert.equal(rig.call('GET', 'graph/csv').body, 'node,innocent,fresh,idle\n');
  });
}

test('one date that is none is not looked at', () => {
  const rig = virtualRig('3.0.2');
  rig.create(['odd'], undefined, { lastSuccess: 'yesterday' });
  assert.equal(rig.call('GET', 'graph/csv').body, 'node,odd,success,idle\n');
});

test('a follower loses the body of every refusal and keeps its status', async () => {
  const rig = await testRig('3.0.2');
  try {
    rig.chronos.faults.throughFollower = true;
    const refused = await rig.call('GET', 'job/none');
    assert.deepEqual([refused.status, refused.body], [400, '']);
    assert.equal(refused.headers.get('content-length'), '0');
    assert.equal((await rig.call('GET', 'jobs')).body, '[]');
    assert.equal((await rig.call('PUT', 'job/none')).status, 400);
  } finally {
    await rig.close();
  }
});

test('another node can take over while the server is up', async () => {
  const rig = await testRig('3.0.2');
  try {
    await rig.create({ name: 'j' });
    rig.chronos.faults.failOver({ leaderlessMs: 100, emptyMs: 100 });
    assert.equal((await rig.call('GET', 'jobs/summary')).status, 500);
    await until(async () => (await rig.call('GET', 'job/j')).status === 200);
  } finally {
    await rig.close();
  }
});

test('reads fail as often as they did while others wrote: bare, searches most, the summary never', () => {
  let i = 0;
  const counted = readsWhileOthersWrite(() => (i++ % 3710) / 3710);
  const failures = (path: string) =>
    Array.from({ length: 3710 }, () => counted({ method: 'GET', path: `/v1/scheduler/${path}` })).filter(
      Boolean,
    );
  assert.deepEqual(
    ['jobs/search', 'jobs', 'graph/csv', 'jobs/summary'].map((path) => failures(path).length),
    [490, 5, 4, 0],
  );
  assert.deepEqual(failures('jobs/search')[0], { status: 500 });
  assert.equal(readsWhileOthersWrite(() => 0)({ method: 'POST', path: '/v1/scheduler/jobs' }), undefined);
});

test('a read that fails says nothing, not even a type', async () => {
  const rig = await testRig('2.5.1');
  try {
    rig.chronos.faults.http = readsWhileOthersWrite(() => 0);
    const { status, body, headers } = await rig.call('GET', `${prefixOf('2.5.1')}/graph/csv`);
    assert.deepEqual([status, body, headers.get('content-type')], [500, '', null]);
  } finally {
    await rig.close();
  }
});
