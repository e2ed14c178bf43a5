import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarathonError } from './api-error.ts';
import { newDraft } from './draft-app.ts';
import { parseApp } from './parse-app.ts';

/** What a definition is refused with, as `path: words`; nothing if it is taken. */
function refusal(fields: object): string[] {
  try {
    newDraft('/x', parseApp({ id: '/x', cmd: 'sleep 60', ...fields }));
    return [];
  } catch (error) {
    assert.ok(error instanceof MarathonError);
    const details = Object(error.body).details ?? [{ path: error.status, errors: [error.message] }];
    return details.flatMap(({ path, errors }: { path: string; errors: string[] }) =>
      errors.map((words) => `${path}: ${words}`),
    );
  }
}

const docker = { image: 'i' };

test('what a definition must not be is told in the words of the server', () => {
  const gpus = '/: Feature gpu_resources is not enabled. Enable with --enable_features gpu_resources)';
  for (const [fields, ...words] of [
    [{ gpus: 1 }, gpus],
    [{ gpus: 1, container: { docker } }, '/: GPU resources only work with the Mesos containerizer', gpus],
    [{ container: { type: 'DOCKER' } }, '/container/docker: not defined'],
    [{ env: { A: null } }, '/env/A: error.expected.jsobject'],
    [{ labels: { a: null } }, '/labels/a: error.expected.jsstring'],
    [{ dependencies: ['A_b'] }, '/dependencies(0): error.pattern'],
    [{ constraints: [['hostname']] }, '/constraints: Each constraint must have either 2 or 3 fields'],
    [{ constraints: [['hostname', 'MAX_PER', 'x']] }, '/constraints: MAX_PER requires an integer value'],
    [{ portDefinitions: [{ port: 70_000 }] }, '/portDefinitions(0)/port: error.max'],
    [{ ports: [80, 80] }, '/: ports must be unique'],
    [{ networks: [{ mode: 'host', name: 'n' }] }, '/networks: Host networks may not have names or labels'],
    [{ instances: 3e9 }, '/instances: error.expected.int'],
    [
      { upgradeStrategy: 5 },
      ...['maximumOverCapacity', 'minimumHealthCapacity'].map(
        (name) => `/upgradeStrategy/${name}: 5 is not an object`,
      ),
    ],
    [{ check: {} }, '500: illegal RAML Check: expected one of http, tcp or exec checks'],
    [{ container: { docker: { ...docker, network: 'NONE' } } }, '500: unsupported docker network type NONE'],
  ] as const) {
    assert.deepEqual(refusal(fields), words, JSON.stringify(fields));
  }
});

test('what a real server takes is taken', () => {
  for (const fields of [
    { cpus: 0 },
    { container: { docker: { ...docker, network: 'bridge' } } },
    { unreachableStrategy: {} },
    { networks: [] },
    { networks: [{ mode: 'container/bridge' }], portDefinitions: [{ port: 0 }] },
    { resourceLimits: { cpus: 2 }, role: 'r' },
  ]) {
    assert.deepEqual(refusal(fields), [], JSON.stringify(fields));
  }
});

test('numbers of another kind than they should be, and ids, are told by their paths', () => {
  const twice = { backoffSeconds: 0.5, cpus: '1' };
  assert.deepEqual(refusal(twice), ['/backoffSeconds: error.expected.int', '/cpus: error.expected.jsnumber']);
  for (const id of ['/A', 'a_b', '/./a', 'a..b', '/-a']) {
    assert.throws(() => parseApp({ id }), { status: 422 }, id);
  }
  for (const id of ['a', '/a//b', '/a/../b', '/a.b', '/a/']) assert.equal(parseApp({ id }).id, id);
});
