import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RecurringView } from '../../lib/api/recurring-view.ts';
import { ended, running } from './job-end.ts';
import { type JobRequestOptions, jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';

/** Nothing is due by itself: the tests send what EventBridge would. */
const schedule = { expression: 'cron(0 0 1 1 ? 2199)', timeZone: 'Europe/Madrid' };
const retryOf = 'recurring-retry-';

interface KeptSchedule {
  Name: string;
  Target: { Input: string };
}

describe('a recurring job', { concurrency: 4, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
    await rig.userCluster('calendar');
  });
  after(() => rig.close());

  const scheduled = async ({ overlap = 'skip', ...options }: JobRequestOptions & { overlap?: string }) => {
    const request = jobRequest({ cluster: 'calendar', iterations: 2, ...options });
    return rig.api.launch({ ...request, schedule: { ...schedule, overlap } });
  };
  const made = async (options: Parameters<typeof scheduled>[0]) => {
    const { status, text } = await scheduled(options);
    assert.equal(status, 201, text);
  };
  const schedulesOf = (name: string): KeptSchedule[] => {
    const file = join(rig.directory, 'scheduler', 'schedules.json');
    const { schedules }: { schedules: KeptSchedule[] } = JSON.parse(readFileSync(file, 'utf8'));
    return schedules.filter(({ Target }) => Target.Input.includes(`"name":"${name}"`));
  };
  const inputOf = (name: string): string => {
    const [own] = schedulesOf(name).filter(({ Name }) => !Name.startsWith(retryOf));
    assert.ok(own, `${name} has no schedule`);
    return own.Target.Input;
  };
  const launchFunction = () => {
    const found = rig.stack.functions.get('LaunchFunction');
    assert.ok(found);
    return found;
  };
  let lastAt = Math.floor(Date.now() / 1000) * 1000;
  /** As EventBridge does when an occurrence is due. */
  const due = async (input: string, times = 1): Promise<void> => {
    lastAt = Math.max(lastAt + 1_000, Math.floor(Date.now() / 1000) * 1000);
    const time = new Date(lastAt).toISOString().replace('.000Z', 'Z');
    const event = JSON.parse(input.replace('<aws.scheduler.scheduled-time>', time));
    await Promise.all(Array.from({ length: times }, () => launchFunction().invoke(event)));
  };
  const show = async (name: string): Promise<RecurringView> => {
    const { status, text } = await rig.api.call(`/recurring/${name}`);
    assert.equal(status, 200, text);
    return JSON.parse(text);
  };
  const startedJobs = async (name: string): Promise<string[]> =>
    (await show(name)).occurrences.flatMap(({ jobId }) => jobId ?? []);
  const told = (name: string, transition: string) =>
    until(
      () =>
        rig.stack.bus
          .received()
          .find(({ detail }) => detail.name === name && detail.transition === transition),
      { missing: () => `${name}: nobody was told of ${transition}` },
    );

  it('is made once by one request, and by its name only', async () => {
    const asked = { name: 'made', iterations: 3 };
    const replies = [await scheduled(asked), await scheduled(asked)];
    assert.deepEqual(
      replies.map(({ status, json }) => [status, json?.recurring, json?.deadlineSeconds]),
      [
        [201, true, 600],
        [200, true, 600],
      ],
    );
    const other = await scheduled({ ...asked, iterations: 4 });
    assert.deepEqual([other.status, Object(other.json?.error).code], [409, 'recurring-name-in-use']);
    assert.equal(schedulesOf('made').length, 1);
    const { nextStarts } = (await show('made')).schedule;
    assert.deepEqual(nextStarts, ['2198-12-31T23:00:00.000Z']);
  });

  it('launches one job for a start that is told of twice, and the next one with what was learned', async () => {
    await made({
      name: 'nightly',
      law: 'adaptive',
      iterations: 3,
      command: 'sleep 0.4',
      iterationDuration: 60,
    });
    await due(inputOf('nightly'), 2);
    const [first = '', ...more] = await startedJobs('nightly');
    assert.deepEqual(more, []);
    const job = await ended(rig, first);
    assert.equal(job.onTime, true);
    assert.equal(Date.parse(job.deadlineAt) - Date.parse(job.scheduledAt ?? ''), 600_000);
    // The job before has ended and may still have to leave Chronos: then it is waited for.
    await due(inputOf('nightly'));
    const second = await until(async () => (await startedJobs('nightly')).find((jobId) => jobId !== first), {
      missing: () => 'the second start launches no job',
    });
    const words = (await ended(rig, second)).points[0]?.decision?.sentence ?? '';
    assert.match(words, /^0 of 3 done/);
    assert.doesNotMatch(words, /nothing is measured/);
    assert.equal((await show('nightly')).occurrences[0]?.onTime, true);
  });

  it('leaves a start out while the job before is live, and tells so', async () => {
    await made({ name: 'skipping', command: 'sleep 300' });
    await due(inputOf('skipping'));
    await due(inputOf('skipping'), 2);
    const { occurrences } = await show('skipping');
    assert.deepEqual(
      occurrences.map(({ outcome }) => outcome),
      ['skipped', 'started'],
    );
    const { detail } = await told('skipping', 'occurrence-skipped');
    const jobId = occurrences[1]?.jobId;
    assert.equal(detail.sentence, `Job ${jobId} of the name was still live.`);
    assert.equal(detail.scheduledAt, occurrences[0]?.scheduledAt);
    await rig.api.cancel(String(jobId));
  });

  it('waits for the job before, where it is to queue', async () => {
    await made({ name: 'queueing', overlap: 'queue', command: 'sleep 300' });
    await due(inputOf('queueing'));
    await due(inputOf('queueing'));
    const waiting = await show('queueing');
    const [first = ''] = await startedJobs('queueing');
    assert.equal(waiting.pending?.problem, `It waits for the end of job ${first}.`);
    assert.equal(schedulesOf('queueing').length, 2);
    await rig.api.cancel(first);
    const second = await until(async () => (await startedJobs('queueing')).find((jobId) => jobId !== first), {
      missing: () => 'the job in the queue does not start',
    });
    const { deadlineAt, launchedAt } = await rig.api.show(second);
    assert.ok(Date.parse(deadlineAt) - Date.parse(launchedAt) > 595_000, 'its time counts from its start');
    await until(() => (schedulesOf('queueing').length === 1 ? true : undefined), {
      missing: () => 'the schedule of the wait is left',
    });
    await rig.api.cancel(second);
  });

  it('cancels the job before, where it is to replace it', async () => {
    await made({ name: 'replacing', overlap: 'replace', command: 'sleep 300' });
    await due(inputOf('replacing'));
    const [first = ''] = await startedJobs('replacing');
    await running(rig, first);
    await due(inputOf('replacing'));
    const second = await until(
      async () => (await startedJobs('replacing')).find((jobId) => jobId !== first),
      { missing: () => 'the new job does not start' },
    );
    assert.equal((await rig.api.show(first)).status, 'CANCELLED');
    await rig.api.cancel(second);
  });

  it('tells that a start failed when its name is taken in the framework until its deadline', async () => {
    const cluster = await rig.userCluster('theirs');
    const theirs = { name: 'taken', command: 'true', owner: '', schedule: 'R/2099-01-01T00:00:00Z/PT24H' };
    await cluster.chronosCall('POST', '/iso8601', theirs);
    while (!(await cluster.knows('taken')));
    await made({ name: 'taken', cluster: 'theirs', deadline: 10 });
    await due(inputOf('taken'));
    const { detail } = await told('taken', 'occurrence-failed');
    assert.match(String(detail.sentence), /^It could not be launched\. .*taken/);
    assert.equal((await show('taken')).occurrences[0]?.outcome, 'failed');
  });

  it('is paused, changed, resumed and removed, and a sweep gives a schedule back that is gone', async () => {
    await made({ name: 'managed' });
    const before = inputOf('managed');
    const call = async (path: string, method: string, body?: unknown) => {
      const { status, text } = await rig.api.call(`/recurring/managed${path}`, { method, body });
      assert.equal(status, 200, text);
      return JSON.parse(text) as RecurringView;
    };
    assert.deepEqual((await call('/pause', 'POST')).schedule.nextStarts, []);
    assert.equal(schedulesOf('managed').length, 0);
    await due(before);
    const changes = { schedule: { timeZone: 'UTC', overlap: 'queue' }, deadline: '1h', cpus: { max: 1 } };
    const changed = await call('', 'PATCH', changes);
    assert.deepEqual([changed.deadlineSeconds, changed.cpuBounds.max], [3_600, 1]);
    assert.deepEqual((await call('/resume', 'POST')).schedule.nextStarts, ['2199-01-01T00:00:00.000Z']);
    assert.notEqual(inputOf('managed'), before);
    // An event of the schedule before the pause starts nothing.
    await due(before);
    assert.deepEqual((await show('managed')).occurrences, []);
    await forgetSchedules('managed');
    await rig.stack.functions.get('SweepFunction')?.invoke({});
    assert.equal(schedulesOf('managed').length, 1);
    await call('', 'DELETE');
    assert.equal(schedulesOf('managed').length, 0);
    assert.equal((await rig.api.call('/recurring/managed')).status, 404);
  });

  /** As somebody may do in the console of AWS. */
  async function forgetSchedules(name: string): Promise<void> {
    for (const { Name } of schedulesOf(name)) {
      const path = `/schedules/${Name}?groupName=pacer-local`;
      const { ok } = await fetch(`${rig.stack.schedulerUrl}${path}`, { method: 'DELETE' });
      assert.ok(ok);
    }
  }
});
