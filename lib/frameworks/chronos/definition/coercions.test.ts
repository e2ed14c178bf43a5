import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition } from './check-definition.ts';

const container = { type: 'DOCKER', image: 'debian:stable-slim' };
const smallest = { name: 'linpack', command: 'sleep 1', cpus: 1, container };
const first = 'Pacer starts every run itself, so its schedule in Chronos never fires and retries is 0.';

/** What is told of a job beside that Pacer starts its runs. */
const told = (job: Record<string, unknown>) => checkDefinition({ ...smallest, ...job }).adjustments.slice(1);

test('texts, numbers and truth values are taken for one another, and told', () => {
  const { definition, cpus, command, name, adjustments } = checkDefinition({
    name: 5,
    command: true,
    cpus: '0.5',
    mem: ' 512 ',
    disk: '1e3d',
    async: 'false',
    shell: 1,
    arguments: [1, 0.5, true],
    highPriority: 'True',
    owner: 0.000_15,
    environmentVariables: [{ name: 'N', value: 12_345_678.5 }],
    container: { image: 5, forcePullImage: 'TRUE', volumes: [{ containerPath: 1 }] },
  });
  assert.deepEqual([name, command, cpus], ['5', 'true 1 0.5 true', 0.5]);
  assert.deepEqual(definition, {
    mem: 512,
    disk: 1000,
    highPriority: false,
    owner: '1.5E-4',
    environmentVariables: [{ name: 'N', value: '1.23456785E7' }],
    container: {
      type: 'DOCKER',
      image: '5',
      forcePullImage: true,
      volumes: [{ containerPath: '1' }],
    },
  });
  assert.deepEqual(adjustments, [
    first,
    'arguments are appended to the command, without any semicolon, as by Chronos.',
    'Chronos reads name 5 as "5", command true as "true", cpus "0.5" as 0.5, mem " 512 " as 512, disk "1e3d" as 1000, ' +
      'async "false" as false, shell 1 as true, arguments.0 1 as "1", arguments.1 0.5 as "0.5", arguments.2 true as "true" and 6 more.',
  ]);
});

test('0 and an empty text are the default', () => {
  const { cpus, definition, adjustments } = checkDefinition({ ...smallest, cpus: 0, mem: 0, disk: '' });
  assert.deepEqual([cpus, definition.mem, definition.disk], [null, 0, 0]);
  assert.deepEqual(adjustments.slice(1), [
    'The job specifies no cpus; it starts with 1, or with the nearest value within its bounds.',
    'Chronos reads disk "" as 0.',
    '0 is the word of Chronos for its default: mem and disk.',
  ]);
});

test('what Chronos ignores is told, with what may be meant', () => {
  const unknown = { enviromentVariables: [{}], memory: 5, gpus: 1, empty: [], none: null, Command: 'x' };
  assert.deepEqual(told({ ...unknown, container: { ...container, netwrok: 'HOST' } }), [
    'What is null counts as absent: none.',
    'Chronos ignores what it does not know: enviromentVariables (is environmentVariables meant?), memory (is mem meant?), ' +
      'gpus, Command (is command meant?) and container.netwrok (is network meant?).',
  ]);
});

test('variables may be the fields of an object', () => {
  const { definition, adjustments } = checkDefinition({
    ...smallest,
    environmentVariables: [{ A: '1', B: 2 }, { name: 'C', value: '3' }, {}].slice(0, 2),
  });
  assert.deepEqual(definition.environmentVariables, [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
    { name: 'C', value: '3' },
  ]);
  assert.deepEqual(adjustments.slice(1), [
    'Chronos reads what is no text in environmentVariables as text.',
    'What has neither name nor value in environmentVariables is read as variables, each by the name of its field.',
  ]);
});

test('a job as Chronos lists it can be launched', () => {
  const listed = {
    ...smallest,
    epsilon: 'PT60S',
    executor: '',
    retries: 2,
    owner: '',
    async: false,
    successCount: 3,
    errorCount: 0,
    lastSuccess: '2026-01-01T00:05:01.202Z',
    lastError: '',
    disabled: true,
    parents: [],
    constraints: [],
    uris: ['http://files.example/a', 'http://files.example/a'],
    fetch: [{ uri: 'http://files.example/a', executable: false, cache: false, extract: true }],
    scheduleTimeZone: null,
  };
  const { definition, adjustments } = checkDefinition(listed);
  const { epsilon, executor, owner, constraints, fetch } = listed;
  assert.deepEqual(definition, { container, epsilon, executor, owner, constraints, fetch });
  assert.deepEqual(adjustments, [
    first,
    'disabled is false: a disabled job cannot be started.',
    'uris is left out, since fetch names the same downloads.',
    'Chronos 2.4 cannot read fetch.',
    'What is null counts as absent: scheduleTimeZone.',
    'The job begins anew, without successCount and lastSuccess.',
  ]);
});

test('an empty form of a field hides no other one', () => {
  const uris = ['http://files.example/a'];
  const fetch = [{ uri: 'http://files.example/a' }];
  assert.deepEqual(checkDefinition({ ...smallest, uris, fetch: [] }).definition.uris, uris);
  assert.deepEqual(checkDefinition({ ...smallest, uris: [], fetch }).definition.fetch, fetch);
});

test('a Mesos container is launched, and told which Chronos makes one', () => {
  const image = 'debian:stable-slim';
  const { definition } = checkDefinition({ ...smallest, container: { type: 'MESOS', image } });
  assert.deepEqual(definition.container, { type: 'MESOS', image });
  assert.match(
    told({ container: { type: 'mesos', image } })[0] ?? '',
    /^container\.type MESOS is for Chronos 3\.0\.1/,
  );
});

test('what some versions of Chronos cannot read is told', () => {
  const image = 'debian:stable-slim';
  const parameters = [{ key: 'hostname', value: 'a' }];
  const networkInfos = [{ name: 'green', portMappings: [{ hostPort: 1, containerPort: 2 }] }];
  const container = { image, parameters, network: 'USER', networkInfos };
  const older = [
    'Chronos 2.4 cannot read fetch and container.parameters.',
    'Chronos 2.4 and 2.5 cannot read container.network USER and container.networkInfos.',
  ];
  assert.deepEqual(told({ fetch: [{ uri: 'http://files.example/a' }], container }).slice(0, 2), older);
  for (const partial of [{ name: 'green' }, { portMappings: networkInfos[0]?.portMappings }]) {
    const sentences = told({ container: { image, networkInfos: [...networkInfos, partial] } });
    assert.ok(
      sentences.some((each) => each.startsWith('Later versions than Chronos 3.0.2 refuse networkInfos')),
    );
  }
  assert.deepEqual(told({ fetch: [], container: { image, parameters: [] } }), []);
});

test('names with blanks and # are for the older Chronos', () => {
  assert.equal(checkDefinition({ ...smallest, name: 'nightly run #2' }).name, 'nightly run #2');
});

test('what becomes of the values of variables and of Docker parameters is not told: they may be passwords', () => {
  const adjustments = told({
    environmentVariables: [
      { name: 'DB_PASSWORD', value: 12_345_678 },
      { A: 'x', B: 'hunter2' },
      { name: 'C', value: 5 },
    ],
    container: { ...container, parameters: [{ key: 'env', value: 87_654_321 }] },
  }).join('\n');
  for (const secret of ['12345678', 'hunter2', '87654321'])
    assert.ok(!adjustments.includes(secret), adjustments);
});

test('a variable of any name is one, also of a name that every object answers to', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
    const { definition } = checkDefinition({ ...smallest, environmentVariables: [{ [name]: 'x' }] });
    assert.deepEqual(definition.environmentVariables, [{ name, value: 'x' }]);
  }
});

test('thousands of unknown fields are counted, and only the first are compared with the known ones', () => {
  const many = Object.fromEntries(Array.from({ length: 17_000 }, (_, i) => [`environmentVariable${i}`, 1]));
  const [sentence] = told({ memm: 1, ...many });
  assert.match(
    sentence ?? '',
    /^Chronos ignores what it does not know: memm \(is mem meant\?\), .* and 16991 more\.$/,
  );
});
