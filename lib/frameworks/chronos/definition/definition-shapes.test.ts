import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition } from './check-definition.ts';

const container = { type: 'DOCKER', image: 'debian:stable-slim' };
const smallest = { name: 'linpack', command: 'sleep 1', container };
const contained = (more: Record<string, unknown>) => ({ container: { ...container, ...more } });

const network = 'container.network must be "HOST", "BRIDGE" or "USER", in capitals';
const mount =
  'container.volumes.0 must be an object as { "containerPath": "/data", "hostPath": "/srv", "mode": "RO" }';
const triple = 'constraints.0 must be three strings, as ["rack", "EQUALS", "1"]';
const operator = 'constraints.0.1 must be "EQUALS", "LIKE" or "UNLIKE", in capitals';
const pattern = 'constraints.0.2 must be a regular expression, as Java has them';
const download = 'fetch.0 must be an object as { "uri": "http://…" }';

/** What Chronos answers with a page of an exception, or drops without a word. */
const wrong: [Record<string, unknown>, string][] = [
  [contained({ type: 'FOO' }), 'container.type must be "DOCKER" or "MESOS"'],
  [contained({ network: 'bridge' }), network],
  [contained({ network: 'NONE' }), network],
  [contained({ network: 5 }), network],
  [contained({ volumes: { '/a': '/b' } }), 'container.volumes must be a list'],
  [contained({ volumes: ['/a:/b'] }), mount],
  [
    contained({ volumes: [{ hostPath: '/a' }] }),
    'container.volumes.0.containerPath must be the path in the container',
  ],
  [
    contained({ volumes: [{ containerPath: '/b', mode: 'X' }] }),
    'container.volumes.0.mode must be "RO" or "RW"',
  ],
  [
    contained({ volumes: [{ containerPath: '/b', external: 'x' }] }),
    'container.volumes.0.external must be an object with name and provider',
  ],
  [
    contained({ parameters: { cpus: 1 } }),
    'container.parameters must be a list of objects as { "key": "…", "value": "…" }',
  ],
  [{ constraints: 'x' }, 'constraints must be a list of lists of three strings'],
  [{ constraints: [['rack']] }, triple],
  [{ constraints: ['rack EQUALS 1'] }, triple],
  [{ constraints: [['rack', 'FOO', '1']] }, operator],
  [{ constraints: [['rack', 'equals', '1']] }, operator],
  [{ constraints: [['rack', 'LIKE', '(']] }, pattern],
  [{ constraints: [['rack', 'UNLIKE', '*']] }, pattern],
  [{ fetch: 'http://x' }, 'fetch must be a list'],
  [{ fetch: ['http://x'] }, download],
  [{ fetch: [{ url: 'http://x' }] }, 'fetch.0.uri must be the address of the download'],
  [{ uris: ['a'], fetch: [{ uri: 'b' }] }, 'uris cannot be used together with fetch: move its entries there'],
];

for (const [change, problem] of wrong) {
  test(`${JSON.stringify(change).slice(0, 90)} is refused: ${problem}`, () => {
    const message = `Invalid launch request: job.${problem}.`;
    assert.throws(() => checkDefinition({ ...smallest, ...change }), {
      name: 'InvalidRequestError',
      message,
    });
  });
}

/** What the real servers were seen to answer with 204. */
const taken: Record<string, unknown>[] = [
  ...['HOST', 'BRIDGE', 'USER'].map((mode) => contained({ network: mode })),
  contained({
    volumes: [
      { hostPath: '/a', containerPath: '/b', mode: 'RO' },
      { containerPath: '/c', mode: 'rw' },
    ],
  }),
  contained({ volumes: [{ containerPath: '/b', external: { name: 'v', provider: 'rexray' } }] }),
  contained({
    parameters: [
      { key: 'cpus', value: '1' },
      { key: 'privileged', value: 'true' },
    ],
  }),
  contained({ forcePullImage: true, networkName: 'n' }),
  contained({ networkInfos: [{ name: 'n', portMappings: [{ hostPort: 1, containerPort: 2 }] }] }),
  { constraints: [] },
  {
    constraints: [
      ['rack', 'EQUALS', '1'],
      ['rack', 'EQUALS', 1],
      ['host', 'LIKE', '(?i)node-\\d++'],
      ['os', 'UNLIKE', 'a|b'],
    ],
  },
  { constraints: [['rack', 'EQUALS', '(']] },
  { fetch: [{ uri: 'http://x/y', executable: false, cache: true, extract: true, output_file: 'z' }] },
  { uris: ['http://x/y'] },
  { uris: [], fetch: [{ uri: 'b' }] },
  { uris: ['a'], fetch: [] },
  { environmentVariables: [{ name: 'A', value: '1', x: 2 }] },
  { epsilon: 'PT1,5S', owner: 'x', maxCompletionTime: 5, foo: { x: 1 }, softError: true, highPriority: true },
  contained({ type: 'mesos' }),
];

for (const fields of taken) {
  test(`${JSON.stringify(fields).slice(0, 90)} goes to Chronos as it is`, () => {
    const { definition } = checkDefinition({ ...smallest, ...fields });
    assert.deepEqual(definition, { container, ...fields });
  });
}
