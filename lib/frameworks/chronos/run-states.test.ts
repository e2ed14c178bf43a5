import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound } from '../../../test/rigs/builders.ts';
import { chronosStub, csv, json, script, shownJob, silent, spec } from '../../../test/rigs/chronos-stub.ts';

const job = `/job/${spec.name}`;
const search = `/jobs/search?name=${spec.name}`;
const listed = (states: Record<string, string>) =>
  json({ jobs: Object.entries(states).map(([name, state]) => ({ name, status: 'fresh', state })) });
const seen = aFound({ cpus: 0.5, succeeded: 3, failed: 1 });

test('a job is observed with one call, whatever else Chronos has', async (t) => {
  const three = await chronosStub(t, '3.0.2', script({ [`GET ${job}`]: json(shownJob()) }));
  assert.deepEqual(await three.framework.observe(spec, { states: false }), { ...seen, run: null });
  assert.deepEqual(three.calls, [`GET ${job}`]);

  const two = await chronosStub(t, '2.5.1', script({ [`GET ${search}`]: json([shownJob()]) }));
  assert.deepEqual(await two.framework.observe(spec), { ...seen, run: null });
  assert.equal(two.calls.length, 1);
});

test('asked for them, it shows the states of all jobs, read before the job', async (t) => {
  const states = { a: 'queued', [spec.name]: '1 running', b: 'queued', c: 'idle' };
  const three = await chronosStub(
    t,
    '3.0.2',
    script({ 'GET /jobs/summary': listed(states), [`GET ${job}`]: json(shownJob()) }),
  );
  const expected = { ...seen, statesAt: three.clock.now, scheduler: { queued: 2, running: 1, names: 4 } };
  assert.deepEqual(await three.framework.observe(spec, { states: true }), { ...expected, run: 'running' });
  assert.deepEqual(three.calls, ['GET /jobs/summary', `GET ${job}`]);

  const lines = ['node,a,fresh,queued', `node,${spec.name},success,running`, 'node,b #1,fresh,queued'];
  const two = await chronosStub(
    t,
    '2.5.1',
    script({
      'GET /graph/csv': csv(...lines, 'node,c,failure,idle', 'link,a,c'),
      [`GET ${search}`]: json([shownJob()]),
    }),
  );
  assert.deepEqual(await two.framework.observe(spec, { states: true }), { ...expected, run: 'running' });
});

test('the evaluations of five seconds share one answer, unless one needs a newer', async (t) => {
  const answers = {
    'GET /jobs/summary': listed({ [spec.name]: 'queued' }),
    [`GET ${job}`]: json(shownJob()),
  };
  const { framework, calls, clock } = await chronosStub(t, '3.0.2', script(answers));
  const asks = () => calls.filter((call) => call === 'GET /jobs/summary').length;
  const at = clock.now;
  const all = Array.from({ length: 20 }, () => framework.observe(spec, { states: true }));
  for (const each of await Promise.all(all)) assert.equal('statesAt' in each && each.statesAt, at);
  assert.equal(asks(), 1);
  clock.now = at + 5_000;
  await framework.observe(spec, { states: true, since: at });
  assert.equal(asks(), 1);
  const newer = await framework.observe(spec, { states: true, since: at + 1 });
  assert.deepEqual([asks(), 'statesAt' in newer && newer.statesAt], [2, at + 5_000]);
  clock.now = at + 10_001;
  await framework.observe(spec, { states: true });
  assert.equal(asks(), 3);
});

test('an answer that failed is shared with nobody', async (t) => {
  const answers = { 'GET /jobs/summary': [silent(503), listed({})], [`GET ${job}`]: json(shownJob()) };
  const { framework } = await chronosStub(t, '3.0.2', script(answers));
  await assert.rejects(framework.observe(spec, { states: true }), { name: 'UpstreamError', status: 503 });
  const { run } = (await framework.observe(spec, { states: true })) as { run: string };
  assert.equal(run, 'idle');
});

const spoilt = json(
  { message: 'java.lang.IllegalArgumentException: Invalid format: "null"…', status: 'Bad Request' },
  400,
);
const dated = { lastSuccess: '2026-01-01T00:05:01.202Z', lastError: '2026-01-01T00:04:01.202Z' };
const everything = json([
  shownJob(dated),
  { name: 'np', lastSuccess: 'null', lastError: 'null' },
  { name: 'once', lastSuccess: 'null', lastError: '' },
]);
const sentence =
  'Chronos cannot tell what its jobs are doing, because the lastSuccess or lastError of one job is not a date: np. Post it again without these fields, or delete it.';

for (const [version, answers] of [
  ['3.0.2', { 'GET /jobs/summary': spoilt, [`GET ${job}`]: json(shownJob()), 'GET /jobs': everything }],
  [
    '2.5.1',
    { 'GET /graph/csv': silent(500), [`GET ${search}`]: json([shownJob()]), 'GET /jobs': everything },
  ],
] as const) {
  test(`${version}: a job that hides all states is named, and the job itself is still seen`, async (t) => {
    const { framework, calls, clock } = await chronosStub(t, version, script({ ...answers }));
    const statesAt = clock.now;
    const observed = await framework.observe(spec, { states: true });
    assert.deepEqual(observed, { ...seen, run: null, statesAt, statesProblem: sentence });
    const searches = () => calls.filter((call) => call === 'GET /jobs').length;
    for (let minute = 0; minute < 9; minute++) {
      clock.now += 60_000;
      await framework.observe(spec, { states: true });
    }
    assert.equal(searches(), 1, 'all jobs are read once in ten minutes');
    clock.now += 60_000;
    await framework.observe(spec, { states: true });
    assert.equal(searches(), 2);
  });
}

test('when the one at fault cannot be found that is said, and no state is invented', async (t) => {
  const answers = { 'GET /jobs/summary': spoilt, [`GET ${job}`]: json(shownJob()), 'GET /jobs': silent(503) };
  const { framework } = await chronosStub(t, '3.0.2', script(answers));
  const { run, statesProblem } = (await framework.observe(spec, { states: true })) as Record<string, unknown>;
  assert.equal(run, null);
  assert.match(String(statesProblem), /finding the job at fault failed: \[GET\] .*: 503$/);
});

test('a page in place of the states says nothing of any job', async (t) => {
  const html = { status: 500, type: 'text/html', body: '<html>Error proxying request to leader</html>' };
  const { framework } = await chronosStub(t, '2.5.1', script({ 'GET /graph/csv': html }));
  await assert.rejects(framework.observe(spec, { states: true }), /500 Error proxying request to leader$/);
});
