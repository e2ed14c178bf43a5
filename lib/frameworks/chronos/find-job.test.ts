import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chronosStub,
  json,
  notFound,
  page,
  script,
  shownJob,
  silent,
  spec,
} from '../../../test/rigs/chronos-stub.ts';

const job = `GET /job/${spec.name}`;
const search = `GET /jobs/search?name=${spec.name}`;
const any = 'GET /jobs/search?limit=1';
const gone = { known: true, found: false };
const other = json([shownJob({ name: 'other' })]);

test('a job that Chronos does not know among others is gone, after two more calls', async (t) => {
  const { framework, calls, clock } = await chronosStub(
    t,
    '3.0.2',
    script({ [job]: notFound, [any]: other, [search]: json([]) }),
  );
  assert.deepEqual(await framework.observe(spec), gone);
  assert.deepEqual([calls.length, clock.waited], [3, 0]);
});

test('a part of a name is not the name', async (t) => {
  const longer = json([shownJob({ name: `${spec.name}-2` })]);
  const two = await chronosStub(t, '2.5.1', script({ [any]: other, [search]: longer }));
  assert.deepEqual(await two.framework.observe(spec), gone);
});

for (const [version, first] of [
  ['3.0.2', { [job]: notFound, [search]: json([shownJob()]) }],
  ['2.5.1', { [search]: [json([]), json([shownJob()])] }],
] as const) {
  test(`${version}: a leader that has just taken over knows nothing yet, so it is asked again`, async (t) => {
    const answers = { ...first, [any]: json([]) };
    const { framework, clock } = await chronosStub(t, version, script(answers));
    const seen = await framework.observe(spec);
    assert.ok(seen.known && seen.found && seen.ours);
    assert.ok(clock.waited >= 2_000, `${clock.waited} ms`);
  });
}

test('jobs that appeared after the first look prove nothing by themselves', async (t) => {
  // The leader reads its jobs between the two calls.
  const answers = { [job]: notFound, [any]: other, [search]: json([shownJob()]) };
  const { framework } = await chronosStub(t, '3.0.2', script(answers));
  const seen = await framework.observe(spec);
  assert.ok(seen.known && seen.found);
});

test('a Chronos that stays empty has no such job', async (t) => {
  const answers = { [job]: notFound, [any]: json([]), [search]: json([]) };
  const { framework, calls, clock } = await chronosStub(t, '3.0.2', script(answers));
  assert.deepEqual(await framework.observe(spec), gone);
  assert.ok(calls.length === 3 && clock.waited >= 2_000);
});

test('a follower loses the words of the leader: its search tells', async (t) => {
  const answers = { [job]: silent(400), [any]: other, [search]: json([shownJob()]) };
  const { framework } = await chronosStub(t, '3.0.2', script(answers));
  const seen = await framework.observe(spec);
  assert.ok(seen.known && seen.found);
});

test('without a leader nothing is known', async (t) => {
  const dead = page('Error proxying request to leader');
  const { framework, calls } = await chronosStub(t, '3.0.2', script({ [job]: dead }));
  await assert.rejects(framework.observe(spec), { name: 'UpstreamError', status: 500 });
  assert.equal(calls.length, 2, 'asked twice');
  const broken = await chronosStub(t, '3.0.2', script({ [job]: notFound, [any]: silent(502) }));
  await assert.rejects(broken.framework.observe(spec), { status: 502 });
});

test('a read that fails once, as it does while others write, is sent again; nothing else is', async (t) => {
  const read = await chronosStub(
    t,
    '2.5.1',
    script({ [search]: [silent(500), json([shownJob()])], PUT: silent(500) }),
  );
  assert.ok((await read.client.getInfo(spec.name)) !== null);
  await assert.rejects(read.framework.start(spec), { status: 500 });
  assert.equal(read.calls.length, 3);
});
