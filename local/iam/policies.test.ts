import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policiesOf } from './policies.ts';

const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
const tick = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: 'arn:evaluate' };
const textOf = (value: unknown) => String(value);
const functionWith = (...Policies: object[]) => ({
  Report: { Type: 'AWS::Serverless::Function', Properties: { Policies } },
});

test('a function has each action of a statement on each of its resources', () => {
  const statement = { Effect: 'Allow', Action: ['a:One', 'a:Two'], Resource: ['arn:x', 'arn:y'] };
  const grants = policiesOf(functionWith(document(statement), document(tick)), textOf).get('Report');
  assert.deepEqual(
    grants?.map(({ action, resource }) => `${action} ${resource}`),
    ['a:One arn:x', 'a:One arn:y', 'a:Two arn:x', 'a:Two arn:y', 'lambda:InvokeFunction arn:evaluate'],
  );
});

test('a role has what is written in it and what is attached to it', () => {
  const own = { ...tick, Action: 'sqs:SendMessage' };
  const policies = policiesOf(
    {
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: document(own) }] } },
      Attached: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { RoleName: { Ref: 'Role' }, PolicyDocument: document(tick) },
      },
      Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
    },
    textOf,
  );
  assert.deepEqual([...policies.keys()], ['Role']);
  assert.deepEqual(
    policies.get('Role')?.map(({ action }) => action),
    ['sqs:SendMessage', 'lambda:InvokeFunction'],
  );
});

test('what the role of a function may do, the function may', () => {
  const policies = policiesOf(
    {
      Evaluate: { Type: 'AWS::Serverless::Function', Properties: { Role: { 'Fn::GetAtt': 'Role.Arn' } } },
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: document(tick) }] } },
    },
    textOf,
  );
  assert.deepEqual([...policies.keys()], ['Evaluate']);
  assert.deepEqual(
    policies.get('Evaluate')?.map(({ action }) => action),
    ['lambda:InvokeFunction'],
  );
});

test('policies beside a role, which SAM would ignore, are refused', () => {
  const Properties = { Role: { 'Fn::GetAtt': 'Role.Arn' }, Policies: [document(tick)] };
  assert.throws(() => policiesOf({ Evaluate: { Type: 'AWS::Serverless::Function', Properties } }, textOf));
});

test('a statement that is not understood is not passed over', () => {
  assert.throws(() => policiesOf(functionWith(document({ ...tick, Effect: 'Deny' })), textOf));
  assert.throws(() => policiesOf(functionWith(document({ ...tick, NotAction: 'a:One' })), textOf));
  assert.throws(() => policiesOf(functionWith({ DynamoDBCrudPolicy: { TableName: 'jobs' } }), textOf));
});
