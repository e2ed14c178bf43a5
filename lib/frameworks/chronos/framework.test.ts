import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chronosStub, done, json, script, shownJob, spec } from '../../../test/rigs/chronos-stub.ts';

const job = `GET /job/${spec.name}`;
const post = 'POST /iso8601';

test('a start is one call', async (t) => {
  const { framework, calls, clock } = await chronosStub(t, '3.0.2', script({ PUT: done }));
  assert.equal(await framework.start(spec), undefined);
  assert.deepEqual([calls, clock.waited], [[`PUT /job/${spec.name}`], 0]);
});

test('a resize puts back what the evaluation has just read, once, and reads anew later', async (t) => {
  const counted = json(shownJob({ successCount: 4 }));
  const answers = { [job]: [json(shownJob()), counted], [post]: done };
  const { framework, calls, bodies, clock } = await chronosStub(t, '3.0.2', script(answers));
  await framework.observe(spec);
  await framework.resize(spec, 0.7, { force: false });
  assert.deepEqual(calls, [job, post]);
  await framework.resize(spec, 0.9, { force: false });
  assert.deepEqual(calls, [job, post, job, post]);
  await framework.observe(spec);
  clock.now += 2_000;
  await framework.resize(spec, 0.8, { force: false });
  assert.deepEqual(calls.slice(4), [job, job, post]);
  const sent = bodies.filter((body) => body !== '').map((body) => JSON.parse(body));
  assert.deepEqual(
    sent.map(({ cpus, successCount }) => [cpus, successCount]),
    [
      [0.7, 3],
      [0.9, 4],
      [0.8, 4],
    ],
  );
});

test('a resize moves a job between the queues of Chronos, unless its user has chosen one', async (t) => {
  const answers = { [job]: json(shownJob({ highPriority: false })), [post]: done };
  const { framework, bodies } = await chronosStub(t, '3.0.2', script(answers));
  const chosen = { ...spec, definition: { ...spec.definition, highPriority: false } };
  const isUrgentOf = async (of: typeof spec) => {
    const seen = await framework.observe(of);
    return seen.known && seen.found && seen.kind === 'started-runs' ? seen.isUrgent : null;
  };
  assert.deepEqual([await isUrgentOf(spec), await isUrgentOf(chosen)], [false, undefined]);
  await framework.resize(spec, 0.7, { force: false, isUrgent: true });
  await framework.resize(chosen, 0.7, { force: false, isUrgent: true });
  await framework.resize(spec, 0.7, { force: false });
  const sent = bodies.filter((body) => body !== '').map((body) => JSON.parse(body).highPriority);
  assert.deepEqual(sent, [true, false, false]);
});

test('a job of somebody else that has the name is not resized from memory either', async (t) => {
  const foreign = json(shownJob({ environmentVariables: [] }));
  const { framework, calls } = await chronosStub(t, '3.0.2', script({ [job]: foreign }));
  await framework.observe(spec);
  await framework.resize(spec, 0.7, { force: false });
  await framework.quiet(spec);
  assert.deepEqual(calls, [job, job, job]);
});

test('a queued run becomes one that does nothing, with the least cpus, and stays the job of Pacer', async (t) => {
  const downloads = { fetch: [{ uri: 'http://x/y' }], uris: ['http://x/y'], arguments: ['a'] };
  const answers = { [job]: json(shownJob(downloads)), [post]: done };
  const { framework, bodies } = await chronosStub(t, '3.0.2', script(answers));
  await framework.quiet(spec);
  const sent = JSON.parse(bodies.at(-1) ?? '');
  assert.deepEqual(sent, {
    ...shownJob(),
    cpus: spec.cpus.min,
    command: 'echo "Pacer: the job was cancelled before this run began."',
    environmentVariables: [
      { name: 'PACER_JOB_ID', value: spec.jobId },
      { name: 'PACER_CPUS', value: String(spec.cpus.min) },
    ],
  });
});

for (const version of ['3.0.2', '2.5.1'] as const) {
  test(`the jobs of Pacer that Chronos ${version} holds are listed, whatever else it holds`, async (t) => {
    const theirs = { ...shownJob(), name: 'theirs', environmentVariables: [{ name: 'X', value: 'y' }] };
    const odd = { ...shownJob(), environmentVariables: 'none' };
    const list = json([shownJob(), theirs, odd, 7, { ...shownJob(), name: 'copy' }]);
    const { framework, calls } = await chronosStub(t, version, script({ 'GET /jobs': list }));
    assert.deepEqual(await framework.listJobs(), [
      { jobId: spec.jobId, name: spec.name },
      { jobId: spec.jobId, name: 'copy' },
    ]);
    assert.deepEqual(calls, ['GET /jobs']);
  });
}

test('a list that Chronos fails to give is no empty list', async (t) => {
  const { framework } = await chronosStub(t, '3.0.2', script({ 'GET /jobs': json({ jobs: [] }) }));
  await assert.rejects(framework.listJobs());
});
