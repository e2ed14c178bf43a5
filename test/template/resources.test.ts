import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofType, propertiesOf, readTemplateFile } from './read-template-file.ts';
import { circleIn, dependenciesOf, referencesIn } from './references.ts';

const paths = ['template.yaml', 'infra/network.yaml', 'infra/monitoring.yaml'];
const template = readTemplateFile('template.yaml');

for (const path of paths) {
  const file = readTemplateFile(path);

  test(`no two resources of ${path} wait for each other`, () => {
    assert.equal(circleIn(dependenciesOf(file)), null);
  });

  test(`all that ${path} refers to is in it, and all its parameters are used`, () => {
    const { Metadata: _, ...rest } = file;
    const referred = new Set(referencesIn(rest));
    const known = [...Object.keys(file.Resources), ...Object.keys(file.Parameters)];
    const unknown = [...referred].filter((name) => !name.startsWith('AWS::') && !known.includes(name));
    assert.deepEqual(unknown, []);
    assert.deepEqual(
      Object.keys(file.Parameters).filter((name) => !referred.has(name)),
      [],
    );
  });
}

test('a circle is found when there is one', () => {
  const role = { Type: 'AWS::IAM::Role', Properties: { Policies: [{ 'Fn::GetAtt': 'Evaluate.Arn' }] } };
  const evaluate = { Type: 'AWS::Serverless::Function', Properties: { Policies: [{ Ref: 'Role' }] } };
  const circle = circleIn(
    dependenciesOf({ Parameters: {}, Outputs: {}, Resources: { Role: role, Evaluate: evaluate } }),
  );
  assert.deepEqual(circle, ['Role', 'Evaluate', 'EvaluateRole', 'Role']);
});

test('the table survives mistakes: it is kept, protected, and can be brought back to any second', () => {
  const { DeletionPolicy, UpdateReplacePolicy } = Object(template.Resources.JobsTable);
  assert.deepEqual([DeletionPolicy, UpdateReplacePolicy], ['Retain', 'Retain']);
  const table = propertiesOf(template, 'JobsTable');
  assert.equal(table.DeletionProtectionEnabled, true);
  assert.deepEqual(table.PointInTimeRecoverySpecification, { PointInTimeRecoveryEnabled: true });
  assert.deepEqual(table.SSESpecification, { SSEEnabled: true });
});

test('the table forgets what has expired, and is paid by request', () => {
  const { TimeToLiveSpecification, BillingMode } = propertiesOf(template, 'JobsTable');
  assert.deepEqual(TimeToLiveSpecification, { AttributeName: 'expiresAt', Enabled: true });
  assert.equal(BillingMode, 'PAY_PER_REQUEST');
});

test('the stream of the table invokes the function that tells, and only for points that are untold and jobs that are called', () => {
  const { StreamSpecification } = propertiesOf(template, 'JobsTable');
  assert.deepEqual(StreamSpecification, { StreamViewType: 'NEW_IMAGE' });
  const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping');
  assert.deepEqual([...mappings.keys()], ['TellStream']);
  const { FunctionName, DestinationConfig, FilterCriteria } = propertiesOf(template, 'TellStream');
  assert.deepEqual(FunctionName, { Ref: 'TellFunction' });
  assert.deepEqual(DestinationConfig, {
    OnFailure: { Destination: { 'Fn::GetAtt': 'TellDeadLetters.Arn' } },
  });
  const patterns = Object(FilterCriteria).Filters.map(({ Pattern }: { Pattern: string }) =>
    JSON.parse(Pattern),
  );
  assert.deepEqual(patterns, [
    { eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: 'CALL#' }] } } } },
    { eventName: ['INSERT'], dynamodb: { NewImage: { listing: { S: [{ prefix: 'untold#' }] } } } },
  ]);
});

test('dead letters are kept for as long as SQS keeps anything, encrypted', () => {
  const queues = ofType(template, 'AWS::SQS::Queue');
  assert.deepEqual([...queues.keys()], ['ScheduleDeadLetters', 'EvaluationDeadLetters', 'TellDeadLetters']);
  for (const [, { MessageRetentionPeriod, SqsManagedSseEnabled }] of queues) {
    assert.deepEqual([MessageRetentionPeriod, SqsManagedSseEnabled], [14 * 86_400, true]);
  }
});

test('the schedules of the jobs go with the stack', () => {
  assert.deepEqual(propertiesOf(template, 'ScheduleGroup').Name, { Ref: 'AWS::StackName' });
});

test('every output says what it is good for', () => {
  for (const { Description } of Object.values(template.Outputs)) assert.ok(Description.length > 20);
  assert.ok('ApiUrl' in template.Outputs && 'StoreCredentials' in template.Outputs);
});
