import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { startScheduler } from './start-scheduler.ts';

const target = {
  Arn: 'arn:aws:lambda:us-east-1:000000000000:function:evaluate',
  RoleArn: 'arn:aws:iam::000000000000:role/tick',
};
const nextYear = new Date(Date.now() + 365 * 86_400_000);

function schedule(change: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput {
  return {
    Name: 'job-1',
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'DISABLED',
    Target: target,
    ...change,
  };
}

describe('the scheduler answers the SDK as AWS does', () => {
  let scheduler: Awaited<ReturnType<typeof startScheduler>>;
  let client: SchedulerClient;
  before(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'scheduler-'));
    scheduler = await startScheduler({ directory, invoke: async () => {} });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SchedulerClient({ endpoint: scheduler.url, region: 'us-east-1', credentials });
  });
  after(async () => {
    client.destroy();
    await scheduler.close();
  });
  const create = (change: Partial<CreateScheduleCommandInput>) =>
    client.send(new CreateScheduleCommand(schedule(change)));

  test('what was created is read back, with the defaults of AWS', async () => {
    const { ScheduleArn } = await create({ Name: 'whole', Description: 'tick', EndDate: nextYear });
    const got = await client.send(new GetScheduleCommand({ Name: 'whole' }));
    assert.equal(got.Arn, ScheduleArn);
    assert.equal(got.GroupName, 'default');
    assert.equal(got.EndDate?.getTime(), nextYear.getTime());
    assert.equal(got.ActionAfterCompletion, 'NONE');
    assert.equal(got.ScheduleExpressionTimezone, 'UTC');
    assert.deepEqual(got.Target?.RetryPolicy, {
      MaximumEventAgeInSeconds: 86_400,
      MaximumRetryAttempts: 185,
    });
    assert.ok(got.CreationDate instanceof Date && got.LastModificationDate instanceof Date);
  });

  test('an update replaces everything: what it leaves out is gone', async () => {
    await create({ Name: 'replaced', Description: 'old', EndDate: nextYear });
    const change = schedule({ Name: 'replaced', ScheduleExpression: 'rate(5 minutes)' });
    await client.send(new UpdateScheduleCommand(change));
    const got = await client.send(new GetScheduleCommand({ Name: 'replaced' }));
    assert.equal(got.ScheduleExpression, 'rate(5 minutes)');
    assert.equal(got.EndDate, undefined);
    assert.equal(got.Description, undefined);
  });

  test('the same client token repeats the reply, another one meets a conflict', async () => {
    const first = await create({ Name: 'twice', ClientToken: 'token-1' });
    assert.deepEqual(
      (await create({ Name: 'twice', ClientToken: 'token-1' })).ScheduleArn,
      first.ScheduleArn,
    );
    await assert.rejects(create({ Name: 'twice', ClientToken: 'token-2' }), ConflictException);
    await assert.rejects(create({ Name: 'other', ClientToken: 'token-1' }), ConflictException);
  });

  test('a repeated deletion succeeds with the same token and finds nothing with another', async () => {
    await create({ Name: 'gone' });
    const remove = (ClientToken: string) =>
      client.send(new DeleteScheduleCommand({ Name: 'gone', ClientToken }));
    await remove('delete-1');
    await remove('delete-1');
    await assert.rejects(remove('delete-2'), ResourceNotFoundException);
    await assert.rejects(client.send(new GetScheduleCommand({ Name: 'gone' })), ResourceNotFoundException);
    await assert.rejects(
      client.send(new UpdateScheduleCommand(schedule({ Name: 'gone' }))),
      ResourceNotFoundException,
    );
  });

  test('a group holds its schedules, takes them along and cannot be missing or made twice', async () => {
    const GroupName = 'stack-1';
    const isMissing = {
      name: 'ResourceNotFoundException',
      message: 'Schedule group stack-1 does not exist.',
    };
    await assert.rejects(create({ GroupName }), isMissing);
    await client.send(new CreateScheduleGroupCommand({ Name: GroupName }));
    await assert.rejects(client.send(new CreateScheduleGroupCommand({ Name: GroupName })), ConflictException);
    const group = await client.send(new GetScheduleGroupCommand({ Name: GroupName }));
    assert.equal(group.State, 'ACTIVE');
    await create({ GroupName });
    await assert.rejects(client.send(new GetScheduleCommand({ Name: 'job-1' })), ResourceNotFoundException);
    await client.send(new DeleteScheduleGroupCommand({ Name: GroupName }));
    const lost = client.send(new GetScheduleCommand({ Name: 'job-1', GroupName }));
    await assert.rejects(lost, ResourceNotFoundException);
    const list = client.send(new ListSchedulesCommand({ GroupName }));
    await assert.rejects(list, ResourceNotFoundException);
  });

  const refusals: [string, Partial<CreateScheduleCommandInput>, RegExp][] = [
    ['a name with a space', { Name: 'a b' }, /Value 'a b' at 'name' failed .* regular expression pattern/],
    ['a name of 65 characters', { Name: 'n'.repeat(65) }, /length less than or equal to 64/],
    ['half a minute', { ScheduleExpression: 'rate(30 seconds)' }, /^Invalid Schedule Expression rate\(30 s/],
    ['an end date that is past', { EndDate: new Date(0) }, /EndDate/],
    [
      'an end date before the start date',
      { StartDate: nextYear, EndDate: new Date(nextYear.getTime() - 1000) },
      /StartDate/,
    ],
    ['a missing target', { Target: undefined }, /Value null at 'target' failed .*: Member must not be null/],
    ['a missing role', { Target: { ...target, RoleArn: undefined } }, /at 'target.roleArn'/],
    ['a role that is no role', { Target: { ...target, RoleArn: 'admin' } }, /at 'target.roleArn'/],
    ['a target that is no ARN', { Target: { ...target, Arn: 'evaluate' } }, /Arn is not in correct format/],
    ['a missing window', { FlexibleTimeWindow: undefined }, /at 'flexibleTimeWindow'/],
    [
      'a flexible window of no length',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
      /MaximumWindowInMinutes/,
    ],
    [
      '186 retries',
      { Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 186 } } },
      /value less than or equal to 185/,
    ],
    [
      'an event age of 59 s',
      { Target: { ...target, RetryPolicy: { MaximumEventAgeInSeconds: 59 } } },
      /value greater than or equal to 60/,
    ],
    ['a description of 513', { Description: 'd'.repeat(513) }, /length less than or equal to 512/],
  ];
  for (const [what, change, message] of refusals) {
    test(`${what} is refused`, async () => {
      await assert.rejects(create({ Name: 'refused', ...change }), (error: unknown) => {
        assert.ok(error instanceof ValidationException);
        assert.equal(error.$metadata.httpStatusCode, 400);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  test('lists come in pages of summaries, by group, prefix and state', async () => {
    await client.send(new CreateScheduleGroupCommand({ Name: 'listed' }));
    const names = ['a-1', 'a-2', 'a-3', 'b-1', 'b-2'];
    for (const Name of names) await create({ Name, GroupName: 'listed' });
    const page = (NextToken?: string) =>
      client.send(new ListSchedulesCommand({ GroupName: 'listed', MaxResults: 2, NextToken }));
    const first = await page();
    const second = await page(first.NextToken);
    const third = await page(second.NextToken);
    const seen = [first, second, third].flatMap(({ Schedules }) => Schedules ?? []);
    assert.deepEqual(
      seen.map(({ Name }) => Name),
      names,
    );
    assert.equal(third.NextToken, undefined);
    assert.deepEqual(seen[0]?.Target, { Arn: target.Arn });
    assert.ok(!('ScheduleExpression' in (seen[0] ?? {})));
    const some = await client.send(new ListSchedulesCommand({ NamePrefix: 'b-', State: 'DISABLED' }));
    assert.equal(some.Schedules?.length, 2);
    await assert.rejects(page('bogus'), ValidationException);
    await assert.rejects(client.send(new ListSchedulesCommand({ MaxResults: 101 })), ValidationException);
  });
});
