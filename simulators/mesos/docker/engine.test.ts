import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerClient } from './client.ts';
import { dockerEngine } from './engine.ts';

test('without the program docker there is a sentence that says what to install, or to leave out', async () => {
  await assert.rejects(dockerEngine('/nowhere', dockerClient({ PATH: '/nowhere' })), {
    message: /^There is no program docker on the PATH\. Install Docker Engine .+, or leave --docker out/,
  });
});
