import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Schedule } from './schedule-store.ts';
import { startScheduler } from './start-scheduler.ts';
import { nextTickAt } from './tick.ts';

// One scheduled minute is 100 ms.
const timeScale = 600;
const minuteMs = 60_000 / timeScale;

interface Tick {
  arn: string;
  input: string;
}

async function rig(t: TestContext, directory?: string, invoke = async (_tick: Tick, _count: number) => {}) {
  const kept = directory ?? (await mkdtemp(join(tmpdir(), 'ticking-')));
  const ticks: Tick[] = [];
  const scheduler = await startScheduler({
    directory: kept,
    timeScale,
    invoke: (arn, input) => invoke({ arn, input }, ticks.push({ arn, input })),
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SchedulerClient({ endpoint: scheduler.url, region: 'us-east-1', credentials });
  const close = async () => {
    client.destroy();
    await scheduler.close();
  };
  t.after(close);
  const create = (change: Partial<CreateScheduleCommandInput>) =>
    client.send(new CreateScheduleCommand(schedule(change)));
  const seen = async (count: number) => {
    while (ticks.length < count) await delay(5);
  };
  return { directory: kept, ticks, client, create, seen, close };
}

function schedule(change: Partial<CreateScheduleCommandInput>): CreateScheduleCommandInput {
  return {
    Name: 'job-1',
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ...change,
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:000000000000:function:evaluate',
      RoleArn: 'arn:aws:iam::000000000000:role/tick',
      Input: '{"jobId":"1"}',
      ...change.Target,
    },
  };
}

function withInput(Input: string, RetryPolicy = {}) {
  return { Target: { ...schedule({}).Target, Input, RetryPolicy } } as Partial<CreateScheduleCommandInput>;
}

describe('the scheduler really ticks', () => {
  test('at once and then every period, with the context words filled in', async (t) => {
    const { ticks, create, seen } = await rig(t);
    const Input =
      '<aws.scheduler.scheduled-time>|<aws.scheduler.schedule-arn>|<aws.scheduler.attempt-number>|<aws.scheduler.execution-id>';
    const { ScheduleArn } = await create(withInput(Input));
    await seen(3);
    const [time, arn, attempt] = ticks[0]?.input.split('|') ?? [];
    assert.match(time ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(arn, ScheduleArn);
    assert.equal(attempt, '1');
    assert.equal(new Set(ticks.map(({ input }) => input.split('|')[3])).size, ticks.length);
  });

  test('a slow target does not hold up the next tick, a failing one is tried again and only so often', async (t) => {
    const failing = async ({ input }: Tick) => {
      if (input.startsWith('slow')) await delay(60_000, undefined, { ref: false });
      throw new Error('not there');
    };
    const { ticks, create, seen } = await rig(t, undefined, failing);
    await create({ Name: 'slow', ...withInput('slow') });
    const once = withInput('fails <aws.scheduler.attempt-number>', { MaximumRetryAttempts: 2 });
    await create({ Name: 'fails', ScheduleExpression: 'rate(1 day)', ...once });
    await seen(8);
    const attempts = ticks.filter(({ input }) => input.startsWith('fails')).map(({ input }) => input);
    assert.deepEqual(attempts, ['fails 1', 'fails 2', 'fails 3']);
  });

  test('disabled it is silent, enabled it goes on, deleted it stops', async (t) => {
    const { ticks, client, create, seen } = await rig(t);
    await create({ State: 'DISABLED' });
    await delay(2.5 * minuteMs);
    assert.equal(ticks.length, 0);
    await client.send(new UpdateScheduleCommand(schedule({ State: 'ENABLED' })));
    await seen(2);
    await client.send(new DeleteScheduleCommand({ Name: 'job-1' }));
    const before = ticks.length;
    await delay(2.5 * minuteMs);
    assert.equal(ticks.length, before);
  });

  test('after its end date it ticks no more and deletes itself if told so', async (t) => {
    const { ticks, client, create } = await rig(t);
    const EndDate = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
    await create({ Name: 'kept', EndDate });
    await create({ Name: 'deleted', EndDate, ActionAfterCompletion: 'DELETE' });
    const gone = () => client.send(new GetScheduleCommand({ Name: 'deleted' })).then(() => false, isMissing);
    while (!(await gone())) await delay(20);
    await client.send(new GetScheduleCommand({ Name: 'kept' }));
    await delay(EndDate.getTime() + 20 - Date.now());
    const before = ticks.length;
    await delay(2.5 * minuteMs);
    assert.ok(before > 10);
    assert.equal(ticks.length, before);
  });

  test('a start date in the future is waited for', async (t) => {
    const { ticks, create } = await rig(t);
    await create({ StartDate: new Date(Date.now() + 3_600_000) });
    await delay(2 * minuteMs);
    assert.equal(ticks.length, 0);
  });

  test('a one-time schedule ticks once, also over a restart', async (t) => {
    const first = await rig(t);
    const soon = new Date(Date.now() + 1000).toISOString().slice(0, 19);
    await first.create({ Name: 'kept', ScheduleExpression: `at(${soon})` });
    await first.create({
      Name: 'deleted',
      ScheduleExpression: `at(${soon})`,
      ActionAfterCompletion: 'DELETE',
    });
    await first.seen(2);
    await delay(20);
    await first.close();
    const second = await rig(t, first.directory);
    const { Schedules } = await second.client.send(new ListSchedulesCommand({}));
    assert.deepEqual(
      Schedules?.map(({ Name }) => Name),
      ['kept'],
    );
    await delay(minuteMs);
    assert.equal(second.ticks.length, 0);
  });

  test('schedules outlive the process and go on with the next period', async (t) => {
    const first = await rig(t);
    await first.create({});
    await first.seen(1);
    await first.close();
    await delay(3 * minuteMs);
    const second = await rig(t, first.directory);
    await second.seen(2);
    assert.equal(second.ticks[0]?.input, '{"jobId":"1"}');
  });

  test('300 schedules all tick, and the API goes on answering', async (t) => {
    const { ticks, client, create } = await rig(t);
    const names = Array.from({ length: 300 }, (_, index) => `job-${index}`);
    await Promise.all(names.map((Name) => create({ Name, ...withInput(Name) })));
    const ticked = new Map<string, number>();
    const count = () => {
      for (const { input } of ticks.splice(0)) ticked.set(input, (ticked.get(input) ?? 0) + 1);
    };
    while (names.some((name) => (ticked.get(name) ?? 0) < 5)) {
      await client.send(new GetScheduleCommand({ Name: 'job-7' }));
      count();
    }
    const first = await client.send(new ListSchedulesCommand({}));
    assert.equal(first.Schedules?.length, 100);
    assert.ok(first.NextToken);
  });
});

function isMissing(error: unknown): boolean {
  if (error instanceof ResourceNotFoundException) return true;
  throw error;
}

test('a calendar ticks by the clock of its zone, however fast rates are', () => {
  const now = Date.parse('2030-07-01T12:00:00Z');
  const common = { Name: 'any', createdAt: now, StartDate: undefined, EndDate: undefined, done: false };
  const ScheduleExpression = 'cron(0 2 * * ? *)';
  const nightly = { ...common, ScheduleExpression, ScheduleExpressionTimezone: 'Europe/Madrid' } as Schedule;
  assert.equal(nextTickAt(nightly, now, timeScale), Date.parse('2030-07-02T00:00:00Z'));
  const later = { ...nightly, StartDate: Date.parse('2030-07-05T00:00:00Z') / 1000 };
  assert.equal(nextTickAt(later, now, timeScale), Date.parse('2030-07-05T00:00:00Z'));
  const over = { ...nightly, EndDate: Date.parse('2030-07-02T00:00:00Z') / 1000 };
  assert.equal(nextTickAt(over, now, timeScale), undefined);
});

test('the rate of a recurring job goes by the clock, and that of its retries is scaled as ticks are', () => {
  const now = Date.parse('2030-07-01T12:00:00Z');
  const common = { createdAt: now, StartDate: undefined, EndDate: undefined, done: false };
  const rate = { ...common, ScheduleExpression: 'rate(1 minute)', ScheduleExpressionTimezone: 'UTC' };
  const nextOf = (Name: string) => nextTickAt({ ...rate, Name } as Schedule, now + 1, timeScale);
  assert.equal(nextOf('recurring-01'), now + 60_000);
  assert.equal(nextOf('recurring-retry-01'), now + minuteMs);
});
