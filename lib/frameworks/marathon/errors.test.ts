import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spec } from '../../../test/rigs/marathon-dialects.ts';
import { type StubAnswer, stubbed } from '../../../test/rigs/marathon-stub.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';
import { DeploymentLimitError } from './errors.ts';

const env = { PACER_TOKEN: 'short-s3cret', PASSWORD: 'hunter2' };
const echo = `'id' is undefined on object: ${JSON.stringify({ cmd: 'sleep 600', env })}`;

test('what an answer echoes of the app is never shown', async (t) => {
  const answers: StubAnswer[] = [
    { status: 422, body: { message: 'Invalid JSON', details: [{ path: '/id', errors: [echo] }] } },
    { status: 422, body: { message: echo } },
    { status: 500, body: { message: echo } },
  ];
  const { framework } = await stubbed(t, () => answers.shift() ?? { status: 200 });
  const messages = await Promise.all(
    [1, 2, 3].map(async () => {
      const error: unknown = await framework.submit(spec, 1).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof Error);
      return error.message;
    }),
  );
  for (const message of messages) {
    assert.match(message, /'id' is undefined/);
    assert.doesNotMatch(message, /s3cret|hunter2|sleep/);
  }
});

test('a definition that Marathon answers 500 to for ever is refused, other trouble of it is not', async (t) => {
  const messages = [
    'illegal RAML Check: expected one of http, tcp or exec checks',
    'unsupported docker network type NONE',
    'Internal Server Error',
  ];
  const { framework } = await stubbed(t, () => ({ status: 500, body: { message: messages.shift() } }));
  const refused = (error: unknown) => error instanceof RefusedDefinitionError;
  await assert.rejects(framework.submit(spec, 1), refused);
  await assert.rejects(framework.submit(spec, 1), refused);
  await assert.rejects(framework.submit(spec, 1), { name: 'UpstreamError', status: 500 });
});

test('a login that may not do it is no limit of deployments', async (t) => {
  const message = 'Not Authorized to perform this action!';
  const { framework } = await stubbed(t, () => ({ status: 403, body: { message } }));
  await assert.rejects(framework.submit(spec, 1), (error) => {
    assert.ok(!(error instanceof DeploymentLimitError));
    return (error as Error).message.endsWith(`403 ${message}`);
  });
});
