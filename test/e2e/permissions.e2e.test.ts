import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { localAws } from '../../local/local-aws.ts';
import { ended, launched, leavesNothing } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import { stateOf } from './nobody-looks.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const secrets = ['secret:pacer/callback-key', 'secret:pacer/clusters/*'];

/** Granted, and never used on this machine. */
const notUsedHere = [
  // Secrets are files here.
  ...['LaunchFunction', 'EvaluateFunction'].flatMap((id) =>
    secrets.map((secret) => `${id}: secretsmanager:GetSecretValue on ${arn('secretsmanager', secret)}`),
  ),
  `SweepFunction: secretsmanager:GetSecretValue on ${arn('secretsmanager', 'secret:pacer/clusters/*')}`,
  // There are no dead letters: the local schedules and the local stream always reach their function, and no evaluation that failed is kept.
  ...['LaunchFunction', 'EvaluateFunction'].map(
    (id) => `${id}: sqs:SendMessage on ${localAws.resolve('EvaluationDeadLetters.Arn')}`,
  ),
  `TellFunction: sqs:SendMessage on ${localAws.resolve('TellDeadLetters.Arn')}`,
  `ScheduleRole: sqs:SendMessage on ${localAws.resolve('ScheduleDeadLetters.Arn')}`,
];

describe('what the template permits', { timeout: 240_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  it('is enough for the whole life of jobs, and every bit of it is needed', async () => {
    const cluster = await rig.userCluster('permitted');
    const { api } = rig;

    const request = jobRequest({
      name: 'permitted',
      cluster: 'permitted',
      iterations: 3,
      command: 'sleep 0.3',
    });
    const first = await api.launch(request, { 'idempotency-key': 'permitted-1' });
    const again = await api.launch(request, { 'idempotency-key': 'permitted-1' });
    assert.deepEqual([first.status, again.status], [201, 200]);
    const jobId = String(first.json?.jobId);
    // So far ahead that the job's schedule must be made to end later.
    assert.equal((await api.change(jobId, { deadline: '3d' })).status, 200);
    assert.equal((await api.call('/jobs')).status, 200);

    const cancelled = await launched(rig, { name: 'cancelled', cluster: 'permitted', command: 'sleep 300' });
    await makesScheduleAgain(rig, cancelled);
    assert.equal((await api.cancel(cancelled)).status, 202);

    const theirs = { name: 'theirs', command: 'true', owner: '', schedule: 'R/2099-01-01T00:00:00Z/PT24H' };
    await cluster.chronosCall('POST', '/iso8601', theirs);
    while (!(await cluster.knows('theirs')));
    const taken = await api.launch(jobRequest({ name: 'theirs', cluster: 'permitted' }));
    assert.equal(taken.status, 409, taken.text);

    for (const each of [jobId, cancelled]) await leavesNothing(rig, cluster, await ended(rig, each));
    assert.equal((await api.show(jobId)).status, 'COMPLETED');
    const relaunch = { method: 'POST', body: { deadline: '1h' } };
    const relaunched = await api.call('/jobs/permitted/relaunch', relaunch);
    assert.equal(relaunched.status, 201, relaunched.text);
    await leavesNothing(rig, cluster, await ended(rig, String(relaunched.json?.jobId)));
    await leavesNothing(rig, cluster, await ended(rig, await recurs(rig)));
    await shareRoom(rig);
    assert.deepEqual(
      rig.lines.filter((line) => line.includes('not authorized')),
      [],
    );
    assert.deepEqual(rig.stack.permissions.unused().sort(), notUsedHere.sort());
  });
});

/** Two jobs on agents that hold one of their runs: the second is held, and called when the first has ended. */
async function shareRoom(rig: Rig): Promise<void> {
  await rig.userCluster('shared');
  const secret = join(rig.directory, 'secrets', 'clusters', 'shared', 'mesos.json');
  writeFileSync(secret, JSON.stringify({ agents: [1] }));
  const share = { cluster: 'shared', iterations: 1, cpus: { min: 0.6, max: 1 }, command: 'sleep 2' };
  const jobIds = [
    await launched(rig, { ...share, name: 'one' }),
    await launched(rig, { ...share, name: 'two' }),
  ];
  for (const jobId of jobIds) assert.equal((await ended(rig, jobId)).status, 'COMPLETED');
}

/** A recurring job that starts at once, and is removed; resolves to the job that it launched. */
async function recurs({ api }: Rig): Promise<string> {
  const request = jobRequest({ name: 'nightly', cluster: 'permitted', iterations: 1 });
  const scheduled = await api.launch({ ...request, schedule: 'rate(1 day)' });
  assert.equal(scheduled.status, 201, scheduled.text);
  const launchedJob = async (): Promise<string | undefined> => {
    const { json } = await api.call('/recurring/nightly');
    return Object(json).occurrences[0]?.jobId;
  };
  const jobId = await until(launchedJob, { missing: () => 'The rate has no first start.' });
  assert.equal((await api.call('/recurring/nightly', { method: 'DELETE' })).status, 200);
  return jobId;
}

/** Has the schedule of a job end later, and drops it, so that an evaluation and a sweep make it again. */
async function makesScheduleAgain({ stack, evaluate }: Rig, jobId: string): Promise<void> {
  const state = stateOf(stack);
  const sweep = stack.functions.get('SweepFunction');
  const again = (act: () => Promise<unknown>) =>
    until(
      async () => {
        await act();
        return (await state.hasSchedule(jobId)) || undefined;
      },
      { missing: () => `The job ${jobId} has no schedule.` },
    );
  const outlive = async () => {
    await state.outliveSchedule(jobId);
    await evaluate.invoke({ jobId, cause: 'tick' });
  };
  const extended = async () => {
    await outlive();
    return stack.permissions.unused().some((each) => /^Evaluate.*:UpdateSchedule/.test(each))
      ? undefined
      : true;
  };
  await until(extended, { missing: () => `No evaluation has made the schedule of ${jobId} end later.` });
  await state.dropSchedule(jobId);
  await again(outlive);
  await state.dropSchedule(jobId);
  await again(async () => {
    // A tick that was under way may have written once more.
    await state.forget(jobId);
    await sweep?.invoke({});
  });
  state.close();
}
