import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type FunctionName, readConfig } from '../../lib/aws/config.ts';
import { localAws } from '../local-aws.ts';
import { readTemplate } from '../template.ts';
import { environmentFile } from './environment-file.ts';

const { functions } = readTemplate(join(import.meta.dirname, '../..'), localAws.resolve);
const urls = {
  dynamodb: 'http://d',
  scheduler: 'http://s',
  lambda: 'http://127.0.0.1:9',
  events: 'http://e',
};
const values = { ...localAws.environment(urls), SECRETS_PREFIX: 'mine', CALLBACK_BASE_URL: 'http://api' };

test('each function has the variables of the template and no others, with the values that are given', () => {
  const file = environmentFile(functions, values);
  assert.deepEqual(
    Object.entries(file).map(([id, variables]) => [id, Object.keys(variables)]),
    functions.map(({ id, environment }) => [id, Object.keys(environment)]),
  );
  assert.equal(file.LaunchFunction?.SECRETS_PREFIX, 'mine');
  assert.equal(file.IterationFunction?.AWS_ENDPOINT_URL_LAMBDA, urls.lambda);
  assert.equal(file.IterationFunction?.SECRETS_PREFIX, undefined);
});

test('every function takes the environment that is written for it', () => {
  for (const [id, variables] of Object.entries(environmentFile(functions, values))) {
    const name = id.replace('Function', '').toLowerCase() as FunctionName;
    assert.doesNotThrow(() => readConfig(name, { ...variables, AWS_REGION: 'us-east-1' }), id);
  }
});
