import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

const arn = 'arn:aws:iam::000000000000:role/schedules';
const launch = {
  TABLE_NAME: 'jobs',
  SCHEDULE_GROUP: 'pacer',
  SCHEDULE_ROLE_ARN: arn,
  SCHEDULE_DEAD_LETTERS_ARN: arn,
  TICK_MINUTES: '5',
  EVALUATE_ARN: arn,
  SECRETS_PREFIX: 'pacer',
  CALLBACK_BASE_URL: '',
  DEFAULT_CPUS_MIN: '0.1',
  DEFAULT_CPUS_MAX: '2',
};

test('a function gets its own settings and no others', () => {
  assert.deepEqual(readConfig('launch', { ...launch, PATH: '/bin' }), {
    ...launch,
    TICK_MINUTES: 5,
    DEFAULT_CPUS_MIN: 0.1,
    DEFAULT_CPUS_MAX: 2,
    WEBHOOK_NETWORKS: [],
  });
});

test('the error names each variable that is missing or wrong', () => {
  const wrong = { ...launch, TABLE_NAME: undefined, SCHEDULE_GROUP: '', EVALUATE_ARN: 'evaluate' };
  assert.throws(
    () => readConfig('launch', wrong),
    (error: Error) => {
      assert.match(error.message, /^The function launch is not set up: /);
      for (const name of ['TABLE_NAME', 'SCHEDULE_GROUP', 'EVALUATE_ARN'])
        assert.ok(error.message.includes(`${name}: `));
      assert.ok(!error.message.includes('SCHEDULE_ROLE_ARN'));
      return true;
    },
  );
});

test('an endpoint of AWS may be given, and may be empty', () => {
  const jobs = {
    TABLE_NAME: 'jobs',
    EVALUATE_FUNCTION: 'evaluate',
    LAMBDA_ENDPOINT: 'https://lambda.us-east-1.amazonaws.com',
    AWS_REGION: 'us-east-1',
  };
  for (const AWS_ENDPOINT_URL_LAMBDA of ['', 'http://127.0.0.1:4566'])
    assert.equal(
      readConfig('jobs', { ...jobs, AWS_ENDPOINT_URL_LAMBDA }).AWS_ENDPOINT_URL_LAMBDA,
      AWS_ENDPOINT_URL_LAMBDA,
    );
  const message = 'The function jobs is not set up: AWS_ENDPOINT_URL_LAMBDA: must be a URL';
  assert.throws(() => readConfig('jobs', { ...jobs, AWS_ENDPOINT_URL_LAMBDA: '127.0.0.1' }), { message });
});

test('default bounds that contradict each other are found at the start', () => {
  const message = /^The function launch is not set up: DEFAULT_CPUS_MIN: must not be above DEFAULT_CPUS_MAX$/;
  assert.throws(() => readConfig('launch', { ...launch, DEFAULT_CPUS_MIN: '3' }), { message });
});

test('every function says what it lacks in an empty environment', () => {
  const lacking = {
    launch: ['TABLE_NAME', 'SCHEDULE_GROUP', 'SCHEDULE_ROLE_ARN', 'EVALUATE_ARN'],
    iteration: ['TABLE_NAME', 'EVALUATE_FUNCTION', 'LAMBDA_ENDPOINT', 'AWS_REGION'],
    evaluate: ['TABLE_NAME', 'SCHEDULE_GROUP'],
    sweep: ['TABLE_NAME', 'SCHEDULE_GROUP', 'TICK_MINUTES', 'EVALUATE_ARN'],
    tell: ['TABLE_NAME', 'STACK_NAME', 'EVENTS_ENDPOINT', 'EVALUATE_FUNCTION', 'AWS_REGION'],
    jobs: ['TABLE_NAME', 'EVALUATE_FUNCTION', 'LAMBDA_ENDPOINT', 'AWS_REGION'],
  } as const;
  for (const name of ['launch', 'iteration', 'evaluate', 'sweep', 'tell', 'jobs'] as const) {
    for (const variable of lacking[name]) {
      assert.throws(() => readConfig(name, {}), new RegExp(`function ${name} .*\\b${variable}: `));
    }
  }
});
