import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTemplate } from '../../local/template.ts';
import { functionsOf, ofType, readTemplateFile, repository } from './read-template-file.ts';

const template = readTemplateFile('template.yaml');
const functions = functionsOf(template);
const logGroups = ofType(template, 'AWS::Logs::LogGroup');
const { Runtime, Architectures, MemorySize, Handler } = Object(Object(template.Globals).Function);

test('the functions run on Node 24, with the processors and the memory that the operator chooses', () => {
  assert.deepEqual(
    [Runtime, Architectures, MemorySize],
    ['nodejs24.x', [{ Ref: 'Architecture' }], { Ref: 'MemoryMegabytes' }],
  );
});

for (const { id, entryPoint, bundle } of readTemplate(repository, (name) => name).functions) {
  test(`the handler of ${id} is there and is bundled so that it starts quickly`, () => {
    assert.ok(existsSync(join(repository, entryPoint)));
    assert.match(readFileSync(join(repository, entryPoint), 'utf8'), /^export const handler = /m);
    assert.equal(Handler, 'handler.handler');
    assert.deepEqual(
      [bundle.format, bundle.mainFields, bundle.target, bundle.minify],
      ['cjs', ['module', 'main'], 'node24', true],
    );
    for (const replacement of Object.values(bundle.alias))
      assert.ok(existsSync(join(repository, replacement)));
  });
}

for (const [id, { LoggingConfig }] of functions) {
  test(`${id} logs to a group of its own`, () => {
    const group = LoggingConfig.LogGroup.Ref;
    assert.ok(logGroups.has(group));
    const sharers = [...functions].filter(([, other]) => other.LoggingConfig.LogGroup.Ref === group);
    assert.deepEqual(
      sharers.map(([sharer]) => sharer),
      [id],
    );
  });
}

test('no log is kept for ever', () => {
  assert.equal(logGroups.size, functions.size + 1);
  for (const [, { RetentionInDays }] of logGroups) {
    assert.deepEqual(RetentionInDays, { Ref: 'LogRetentionDays' });
  }
});

test('only the functions that talk to the cluster are in its network', () => {
  const inside = [...functions].filter(([, { VpcConfig }]) => VpcConfig !== undefined);
  assert.deepEqual(
    inside.map(([id]) => id),
    ['LaunchFunction', 'EvaluateFunction', 'SweepFunction'],
  );
  for (const [, { VpcConfig }] of inside) {
    const [condition, , otherwise] = Object(VpcConfig)['Fn::If'];
    assert.deepEqual([condition, otherwise], ['InVpc', { Ref: 'AWS::NoValue' }]);
  }
});

test('an evaluation that fails is not repeated late, and is kept', () => {
  assert.deepEqual(functions.get('EvaluateFunction')?.EventInvokeConfig, {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 120,
    DestinationConfig: {
      OnFailure: { Type: 'SQS', Destination: { 'Fn::GetAtt': 'EvaluationDeadLetters.Arn' } },
    },
  });
});

test('a sweep that fails is not repeated: the next one comes soon', () => {
  const sweep = functions.get('SweepFunction');
  assert.deepEqual(sweep?.EventInvokeConfig, { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 });
  const rules = Object.values(sweep?.Events ?? {}).map(({ Type, Properties }) => [Type, Properties.Schedule]);
  assert.deepEqual(rules, [['Schedule', 'rate(10 minutes)']]);
});

test('what the stream brought and could not be told is told by a rule, each minute', () => {
  const tell = functions.get('TellFunction');
  const rules = Object.values(tell?.Events ?? {}).map(({ Type, Properties }) => [Type, Properties.Schedule]);
  assert.deepEqual(rules, [['Schedule', 'rate(1 minute)']]);
});

test('the longest evaluation has time for its looks and for the calls after them', () => {
  assert.equal(functions.get('EvaluateFunction')?.Timeout, 60);
});

test('what the linter of security is told to skip is explained', () => {
  for (const path of ['template.yaml', 'infra/network.yaml', 'infra/monitoring.yaml']) {
    for (const { Metadata } of Object.values(readTemplateFile(path).Resources)) {
      for (const { comment } of Metadata?.checkov?.skip ?? []) assert.ok(comment.length > 30, comment);
    }
  }
});
