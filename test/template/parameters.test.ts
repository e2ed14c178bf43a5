import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { allowedAddresses } from '../../lib/http/public-addresses.ts';
import { ofType, propertiesOf, readTemplateFile } from './read-template-file.ts';

const template = readTemplateFile('template.yaml');
const asked = z.object({
  'AWS::CloudFormation::Interface': z.object({
    ParameterGroups: z.array(
      z.object({ Label: z.object({ default: z.string() }), Parameters: z.array(z.string()) }),
    ),
  }),
});
const constraints = z.object({
  AllowedPattern: z.string().default('.*'),
  AllowedValues: z.array(z.union([z.string(), z.number()])).optional(),
  MinValue: z.number().default(Number.NEGATIVE_INFINITY),
  MaxValue: z.number().default(Number.POSITIVE_INFINITY),
});

test('every parameter is asked for once, in a group with a title', () => {
  const { ParameterGroups } = asked.parse(template.Metadata)['AWS::CloudFormation::Interface'];
  const inGroups = ParameterGroups.flatMap(({ Parameters }) => Parameters);
  assert.deepEqual(inGroups.toSorted(), Object.keys(template.Parameters).sort());
});

for (const [name, parameter] of Object.entries(template.Parameters)) {
  test(`${name} is described, and its default is one of the values that it may have`, () => {
    assert.match(parameter.Description, /^[A-Z].*\.$/);
    const { AllowedPattern, AllowedValues, MinValue, MaxValue } = constraints.parse(parameter);
    const { Default } = parameter;
    assert.ok(Default !== undefined);
    assert.match(String(Default), new RegExp(`^(?:${AllowedPattern})$`));
    assert.ok(AllowedValues?.includes(Default) ?? true);
    if (parameter.Type === 'Number') assert.ok(Number(Default) >= MinValue && Number(Default) <= MaxValue);
  });

  test(`${name} cannot be any number`, () => {
    const { MinValue, MaxValue, AllowedValues } = constraints.parse(parameter);
    const isBounded = Number.isFinite(MinValue) && Number.isFinite(MaxValue);
    assert.ok(parameter.Type !== 'Number' || isBounded || AllowedValues);
  });
}

for (const [id, { TemplateURL, Parameters }] of ofType(template, 'AWS::CloudFormation::Stack')) {
  test(`${id} is given every parameter that its template has`, () => {
    const nested = readTemplateFile(String(TemplateURL));
    assert.deepEqual(Object.keys(Object(Parameters)).sort(), Object.keys(nested.Parameters).sort());
  });
}

test('what is taken from the network is among its outputs', () => {
  const taken = JSON.stringify(template.Resources).matchAll(/"Network\.Outputs\.(\w+)"/g);
  const { Outputs } = readTemplateFile('infra/network.yaml');
  const names = new Set([...taken].map(([, name]) => name ?? ''));
  assert.ok(names.size > 0 && [...names].every((name) => name in Outputs));
});

test('by default there is no network of its own, no limit and nobody to tell', () => {
  const defaults = ['CreateNetwork', 'SubnetIds', 'EvaluateConcurrency', 'AlarmEmail', 'AlarmTopicArn'];
  assert.deepEqual(
    defaults.map((name) => template.Parameters[name]?.Default),
    ['no', '', 0, '', ''],
  );
  assert.equal(
    Object(propertiesOf(template, 'EvaluateFunction').ReservedConcurrentExecutions)['Fn::If'][0],
    'LimitsEvaluations',
  );
});

test('WebhookNetworks takes what the functions can read, and nothing else', () => {
  const { AllowedPattern } = constraints.parse(template.Parameters.WebhookNetworks);
  const isTaken = (value: string) => new RegExp(`^(?:${AllowedPattern})$`).test(value);
  for (const value of [
    '10.1.0.0/16',
    '0.0.0.0/0,192.168.255.255/32',
    'fd00::/8,::ffff:10.0.0.0/104',
    '::1/128',
  ]) {
    assert.ok(isTaken(value), value);
    assert.doesNotThrow(() => allowedAddresses(value.split(',')), value);
  }
  for (const value of ['10.0.0.0/64', '256.0.0.0/8', '10.0.0/8', '10.0.0.0', 'fd00::/129', '10.0.0.0/8,'])
    assert.ok(!isTaken(value), value);
});
