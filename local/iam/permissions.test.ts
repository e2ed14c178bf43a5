import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions } from './permissions.ts';

const update = { action: 'dynamodb:UpdateItem', resource: 'arn:table/jobs', conditions: {} };
const read = { action: 'scheduler:GetSchedule', resource: 'arn:schedule/pacer/*', conditions: {} };
const pass = { action: 'iam:PassRole', resource: 'arn:role', conditions: { service: 'scheduler' } };
const policies = new Map([
  ['Writer', [update]],
  ['Reader', [read, pass]],
  ['Nobody', []],
]);

test('a principal may do what is granted to it, on that resource, and nothing else', () => {
  const iam = permissions(policies);
  assert.equal(iam.refusal('Writer', update), null);
  assert.ok(iam.refusal('Writer', { ...update, action: 'dynamodb:PutItem' }));
  assert.ok(iam.refusal('Writer', { ...update, resource: 'arn:table/jobs/index/listing' }));
  assert.ok(iam.refusal('Reader', update));
  assert.ok(iam.refusal('Nobody', update));
});

test('a star in a resource stands for any text, and every other character for itself', () => {
  const iam = permissions(policies);
  const onSchedule = (resource: string) => iam.refusal('Reader', { action: read.action, resource });
  assert.equal(onSchedule('arn:schedule/pacer/job-1'), null);
  assert.ok(onSchedule('arn:schedule/pacer2/job-1'));
  assert.ok(onSchedule('arn-schedule/pacer/job-1'));
});

test('a grant with a condition holds only where the condition does', () => {
  const iam = permissions(policies);
  const passing = { action: pass.action, resource: pass.resource };
  assert.equal(iam.refusal('Reader', { ...passing, context: { service: 'scheduler' } }), null);
  assert.ok(iam.refusal('Reader', { ...passing, context: { service: 'lambda' } }));
  assert.ok(iam.refusal('Reader', passing));
});

test('a refusal says who may not do what on what', () => {
  assert.equal(
    permissions(policies).refusal('Nobody', update),
    'User: arn:aws:sts::000000000000:assumed-role/Nobody is not authorized to perform: dynamodb:UpdateItem on resource: arn:table/jobs because no identity-based policy allows the dynamodb:UpdateItem action',
  );
});

test('whom the policies do not name may do everything', () => {
  const iam = permissions(policies);
  assert.equal(iam.knows('local'), false);
  assert.equal(iam.refusal('local', update), null);
});

test('grants that let nothing pass are known', () => {
  const iam = permissions(policies);
  iam.refusal('Writer', update);
  iam.refusal('Reader', { action: pass.action, resource: pass.resource });
  assert.deepEqual(iam.unused(), [
    'Reader: scheduler:GetSchedule on arn:schedule/pacer/*',
    'Reader: iam:PassRole on arn:role',
  ]);
});
