import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidRequestError } from '../job/errors.ts';
import { parse } from '../request/parse.ts';
import { mesosCredentials } from './credentials.ts';

const check = (given: unknown) => parse(mesosCredentials, given, 'file');

function problemsOf(given: unknown): string[] {
  try {
    check(given);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidRequestError);
    return error.fields.map(({ field, problem }) => `${field} ${problem}`);
  }
}

test('the room is told by a master, or by the cpus of each agent', () => {
  assert.deepEqual(check({ agents: [4, 4, 2.5] }).agents, [4, 4, 2.5]);
  assert.equal(check({ url: 'http://10.0.0.5:5050', user: 'u', password: 'p' }).url, 'http://10.0.0.5:5050');
});

test('what is neither or both, or no number of cpus, is refused by its field', () => {
  const either = /^url must be the address of the Mesos master, unless "agents"/;
  assert.match(problemsOf({}).join(), either);
  assert.match(problemsOf({ url: 'http://10.0.0.5:5050', agents: [4] }).join(), either);
  assert.match(problemsOf({ agents: [] }).join(), /^agents/);
  assert.match(problemsOf({ agents: [4, 0] }).join(), /^agents\.1/);
  assert.match(problemsOf({ agents: Array(101).fill(4) }).join(), /^agents/);
  assert.match(problemsOf({ url: 'http://u:p@10.0.0.5:5050' }).join(), /^url must not contain a login/);
});
