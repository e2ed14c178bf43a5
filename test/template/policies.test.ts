import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localAws } from '../../local/local-aws.ts';
import { readTemplate } from '../../local/template.ts';
import { functionsOf, propertiesOf, readTemplateFile, repository } from './read-template-file.ts';
import { referencesIn } from './references.ts';

const { policies } = readTemplate(repository, localAws.resolve);
const template = readTemplateFile('template.yaml');
const actionsOf = (id: string) => new Set(policies.get(id)?.map(({ action }) => action));

for (const [id, grants] of policies) {
  test(`${id} is given single actions on single resources, or on what is below a name of this stack`, () => {
    assert.ok(grants.length > 0);
    for (const { action, resource } of grants) {
      assert.match(action, /^[a-z]+:[A-Za-z]+$/);
      assert.match(resource, /^arn:aws:[a-z]+:[a-z0-9-]*:\d{12}:[^*]+([/-]\*)?$/);
    }
  });
}

test('whoever only has the token of a job gets at one write and one wake', () => {
  const grants = policies.get('IterationFunction')?.map(({ action, resource }) => [action, resource]);
  assert.deepEqual(grants, [
    ['dynamodb:UpdateItem', localAws.tableArn(localAws.tableName)],
    ['lambda:InvokeFunction', localAws.functionArn('EvaluateFunction')],
  ]);
});

test('a sweep can end nothing: it wakes nobody, deletes nothing, and cannot make the token of a job', () => {
  const actions = [...actionsOf('SweepFunction')];
  assert.deepEqual(actions, [
    'dynamodb:BatchGetItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'scheduler:CreateSchedule',
    'iam:PassRole',
    'secretsmanager:GetSecretValue',
  ]);
  const secrets = policies.get('SweepFunction')?.filter(({ action }) => action.startsWith('secretsmanager:'));
  assert.deepEqual(
    secrets?.map(({ resource }) => resource.split('/').slice(1)),
    [['clusters', '*']],
  );
});

test('TellFunction may mark points as told, wake jobs, and put events of the source pacer onto the default bus', () => {
  assert.deepEqual(
    [...actionsOf('TellFunction')],
    [
      'dynamodb:BatchGetItem',
      'dynamodb:UpdateItem',
      'dynamodb:Query',
      'lambda:InvokeFunction',
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'sqs:SendMessage',
      'events:PutEvents',
    ],
  );
  const [put] = policies.get('TellFunction')?.filter(({ action }) => action === 'events:PutEvents') ?? [];
  assert.deepEqual(
    [put?.resource, put?.conditions],
    ['arn:aws:events:us-east-1:000000000000:event-bus/default', { 'events:source': 'pacer' }],
  );
});

test('only the functions that talk to the cluster read its credentials', () => {
  const readers = [...policies.keys()].filter((id) => actionsOf(id).has('secretsmanager:GetSecretValue'));
  assert.deepEqual(readers, ['LaunchFunction', 'EvaluateFunction', 'SweepFunction']);
});

/** The managed policy of Lambda that only a function in a network needs: it changes network interfaces, whichever they are. */
const managed = (name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/service-role/${name}`,
});

test('functions may change network interfaces only where they are in a network', () => {
  for (const [id, properties] of functionsOf(template)) {
    // SAM gives the role that it makes that policy as soon as there is a VpcConfig, even one that depends on a condition.
    if (properties.VpcConfig === undefined) continue;
    const [roleId = ''] = referencesIn(properties.Role);
    const { ManagedPolicyArns, AssumeRolePolicyDocument } = propertiesOf(template, roleId);
    const either = [
      'InVpc',
      managed('AWSLambdaVPCAccessExecutionRole'),
      managed('AWSLambdaBasicExecutionRole'),
    ];
    assert.deepEqual(ManagedPolicyArns, [{ 'Fn::If': either }], id);
    const [trusted] = Object(AssumeRolePolicyDocument).Statement;
    assert.deepEqual(trusted.Principal, { Service: 'lambda.amazonaws.com' });
  }
});

test('an evaluation that failed can be kept: its role sends to the destination', () => {
  const sends = policies.get('EvaluateFunction')?.filter(({ action }) => action === 'sqs:SendMessage');
  assert.deepEqual(
    sends?.map(({ resource }) => resource),
    [localAws.resolve('EvaluationDeadLetters.Arn')],
  );
});

test('a role is passed on to EventBridge Scheduler only, and it is the one of the schedules', () => {
  const passing = [...policies.values()].flat().filter(({ action }) => action === 'iam:PassRole');
  assert.equal(passing.length, 3);
  for (const { resource, conditions } of passing) {
    assert.equal(resource, localAws.resolve('ScheduleRole.Arn'));
    assert.deepEqual(conditions, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
  }
});

test('the schedules may wake evaluations and tell what they could not deliver, and nothing else', () => {
  assert.deepEqual([...actionsOf('ScheduleRole')], ['lambda:InvokeFunction', 'sqs:SendMessage']);
});

test('the role of the schedules is taken on by schedules of this stack only', () => {
  const { Statement } = Object(propertiesOf(template, 'ScheduleRole').AssumeRolePolicyDocument);
  assert.deepEqual(Statement, [
    {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:SourceAccount': { Ref: 'AWS::AccountId' },
          'aws:SourceArn': { 'Fn::GetAtt': 'ScheduleGroup.Arn' },
        },
      },
    },
  ]);
});
