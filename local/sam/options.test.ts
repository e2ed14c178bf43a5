import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from './options.ts';

test('an invocation names its function and its event, and passes other options on', () => {
  const given = ['invoke', 'launch', 'events/launch.json', '--directory', 'd', '--skip-pull-image'];
  assert.partialDeepStrictEqual(parseArguments(given), {
    command: 'invoke',
    functionId: 'LaunchFunction',
    eventFile: 'events/launch.json',
    directory: 'd',
    more: ['--skip-pull-image'],
  });
});

test('the API has a port of its own choice or the usual one', () => {
  assert.partialDeepStrictEqual(parseArguments(['start-api']), { port: 3000, more: [] });
  const given = ['start-api', '--warm-containers', 'EAGER', '--port', '3001'];
  assert.partialDeepStrictEqual(parseArguments(given), { port: 3001, more: ['--warm-containers', 'EAGER'] });
});

test('what is no command is none', () => {
  for (const given of [[], ['deploy'], ['invoke'], ['invoke', 'launch'], ['start-api', '--port', 'x']])
    assert.equal(parseArguments(given), null, given.join(' '));
});
