import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { sleeps, type TestRig, testRig } from '../../test/rigs/marathon-simulator.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

test('a new app is answered in canonical form, with defaults, its deployment and the ports that it asked for', async () => {
  const { status, headers, body } = await rig.call('POST', '/v2/apps', { id: 'folder/x', cmd: 'sleep 60' });
  assert.equal(status, 201);
  const { version, deployments, ...app } = body;
  assert.deepEqual(app, {
    id: '/folder/x',
    cmd: 'sleep 60',
    instances: 1,
    cpus: 1,
    mem: 128,
    disk: 0,
    gpus: 0,
    executor: '',
    backoffSeconds: 1,
    backoffFactor: 1.15,
    maxLaunchDelaySeconds: 300,
    upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
    labels: {},
    killSelection: 'YOUNGEST_FIRST',
    unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
    networks: [{ mode: 'host' }],
    portDefinitions: [{ port: 0, protocol: 'tcp', name: 'default' }],
    requirePorts: false,
    tasksStaged: 0,
    tasksRunning: 0,
    tasksHealthy: 0,
    tasksUnhealthy: 0,
    tasks: [],
  });
  assert.match(String(version), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(headers.get('location'), `${rig.marathon.url}/folder/x`);
  assert.equal(headers.get('x-marathon-leader'), rig.marathon.url);
  const deploymentId = headers.get('marathon-deployment-id') ?? '';
  assert.match(deploymentId, uuid);
  assert.deepEqual(deployments, [{ id: deploymentId }]);
  assert.deepEqual((await rig.app('/folder/x')).portDefinitions, [
    { port: 10000, protocol: 'tcp', name: 'default' },
  ]);
});

test('the old Docker network is translated and never shown again', async () => {
  const docker = { image: 'i', network: 'BRIDGE', portMappings: [{ containerPort: 80 }] };
  const { body } = await rig.call('POST', '/v2/apps', { id: 'x', container: { type: 'DOCKER', docker } });
  assert.deepEqual(body.networks, [{ mode: 'container/bridge' }]);
  const mapping = { containerPort: 80, hostPort: 0, labels: {}, servicePort: 0, protocol: 'tcp' };
  assert.deepEqual(body.container, {
    type: 'DOCKER',
    volumes: [],
    docker: { image: 'i', forcePullImage: false, parameters: [], privileged: false },
    portMappings: [mapping],
  });
  const both = { id: 'y', networks: [{ mode: 'host' }], container: { docker } };
  assert.equal((await rig.call('POST', '/v2/apps', both)).status, 422);
});

test('the two kinds of 409 differ by the deployments', async () => {
  await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x', cpus: 9 });
  const [deployment] = await rig.deployments();
  const twice = await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x' });
  assert.deepEqual([twice.status, twice.body], [409, { message: 'An app with id [/x] already exists.' }]);
  const message =
    "App is locked by one or more deployments. Override with the option '?force=true'. View details at '/v2/deployments/<DEPLOYMENT_ID>'.";
  const before = await rig.app('/x');
  for (const [method, path, body] of [
    ['PUT', '/v2/apps/x', { cpus: 1 }],
    ['PATCH', '/v2/apps/x', { cpus: 1 }],
    ['POST', '/v2/apps/x/restart', undefined],
    ['DELETE', '/v2/apps/x?force=false', undefined],
  ] as const) {
    const locked = await rig.call(method, path, body);
    assert.deepEqual([locked.status, locked.body], [409, { message, deployments: [{ id: deployment?.id }] }]);
  }
  assert.deepEqual(await rig.app('/x'), before);
});

test('broken JSON is 400; wrong types, ranges and ids are 422 with their paths', async () => {
  const post = (body: unknown) => rig.call('POST', '/v2/apps', body);
  const broken = await post('{"id":');
  assert.deepEqual(
    [broken.status, broken.body.message, typeof broken.body.details],
    [400, 'Invalid JSON', 'string'],
  );
  const empty = await post('');
  assert.deepEqual([empty.status, empty.body.message], [400, 'Please specify data in JSON format']);
  const wrong = await post({ id: 'A_b', cpus: -1, mem: 'much', instances: 1.5, upgradeStrategy: {} });
  assert.equal(wrong.status, 422);
  const absent = (name: string) => ({
    path: `/upgradeStrategy/${name}`,
    errors: [`'${name}' is undefined on object: {}`],
  });
  assert.deepEqual(wrong.body, {
    message: 'Invalid JSON',
    details: [
      { path: '/id', errors: ['error.pattern'] },
      { path: '/cpus', errors: ['error.min'] },
      { path: '/instances', errors: ['error.expected.int'] },
      { path: '/mem', errors: ['error.expected.jsnumber'] },
      absent('maximumOverCapacity'),
      absent('minimumHealthCapacity'),
    ],
  });
});

test('what is well formed and makes no sense is 422 and not valid', async () => {
  const refusal = async (app: object) => {
    const { status, body } = await rig.call('POST', '/v2/apps', { id: 'x', ...app });
    return [status, body];
  };
  const invalid = (path: string, error: string) => [
    422,
    { message: 'Object is not valid', details: [{ path, errors: [error] }] },
  ];
  const noCommand = "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.";
  assert.deepEqual(await refusal({}), invalid('/', noCommand));
  assert.deepEqual(await refusal({ cmd: 'ab', args: ['a'] }), invalid('/', noCommand));
  const single = { MARATHON_SINGLE_INSTANCE_APP: 'true' };
  const onlyOne = invalid('/', 'Single instance app may only have one instance');
  assert.deepEqual(await refusal({ cmd: 'ab', instances: 2, labels: single }), onlyOne);
  assert.equal((await refusal({ cmd: 'ab', id: 'x/tasks' }))[0], 422);
  assert.equal((await refusal({ cmd: 'ab', secrets: { s: { source: 's' } } }))[0], 422);
  await rig.create({ id: '/y', networks: [{ mode: 'container/bridge' }], instances: 0 });
  const mixed = await rig.call('PATCH', '/v2/apps/y', {
    networks: [{ mode: 'container/bridge' }],
    portDefinitions: [{ port: 0 }],
  });
  assert.deepEqual(
    [mixed.status, mixed.body],
    invalid('/', 'portDefinitions are only allowed with host-networking'),
  );
});

test('a partial update replaces the fields it names, a full one all, and a version stands alone', async () => {
  await rig.create({ id: '/x', env: { A: '1' }, instances: 0 });
  const { version } = await rig.app('/x');
  await rig.call('PUT', '/v2/apps/x', { id: '/other', env: { B: '2' }, cmd: null, unknown: 1 });
  const { env, cmd } = await rig.app('/x');
  assert.deepEqual([env, cmd], [{ B: '2' }, sleeps.cmd]);
  const refused = await rig.call('PUT', '/v2/apps/x', { version, cpus: 2 });
  const details = [{ path: '/', errors: ["The 'version' field may only be combined with the 'id' field."] }];
  assert.deepEqual([refused.status, refused.body], [422, { message: 'Object is not valid', details }]);
  assert.equal((await rig.call('PUT', '/v2/apps/x', { version })).status, 200);
  assert.deepEqual((await rig.app('/x')).env, { A: '1' });
  await rig.call('PUT', '/v2/apps/x?partialUpdate=false', { cmd: 'sleep 9', version, instances: 0 });
  const replaced = await rig.app('/x');
  assert.deepEqual([replaced.env, replaced.mem], [undefined, 128]);
});

test('a PUT creates an unknown app, a PATCH does not, but looks first whether it would be one', async () => {
  const created = await rig.call('PUT', '/v2/apps/new', { ...sleeps, instances: 0 });
  assert.equal(created.status, 201);
  assert.equal(created.headers.get('location'), `${rig.marathon.url}/new`);
  assert.equal((await rig.call('PUT', '/v2/apps/No_Id', sleeps)).status, 422);
  assert.equal((await rig.call('PATCH', '/v2/apps/other', { cpus: 1 })).status, 422);
  const missing = await rig.call('PATCH', '/v2/apps/other', sleeps);
  assert.deepEqual([missing.status, missing.body], [404, { message: "App '/other' does not exist" }]);
});

test('several apps change in one deployment', async () => {
  const apps = ['/a', '/b'].map((id) => ({ ...sleeps, id, cpus: 9 }));
  assert.equal((await rig.call('PUT', '/v2/apps', apps)).status, 200);
  assert.deepEqual(
    (await rig.deployments()).map(({ affectedApps }) => affectedApps),
    [['/a', '/b']],
  );
  assert.equal((await rig.call('PUT', '/v2/apps/b', { cpus: 1 })).status, 409);
});

test('ids may come with slashes doubled, and lists can be narrowed', async () => {
  await rig.create({ id: '/f/one', labels: { team: 'red' }, instances: 0 });
  await rig.create({ id: '/f/two', cmd: 'sleep 77', instances: 0 });
  assert.equal((await rig.call('GET', '/v2/apps//f/one/')).status, 200);
  const listed = async (path: string, key = 'apps') => {
    const apps = (await rig.call('GET', path)).body[key];
    assert.ok(Array.isArray(apps));
    return apps.map(({ id }) => id);
  };
  assert.deepEqual(await listed('/v2/apps?id=ONE'), ['/f/one']);
  assert.deepEqual(await listed('/v2/apps?cmd=77'), ['/f/two']);
  assert.deepEqual(await listed('/v2/apps?label=team==red'), ['/f/one']);
  assert.deepEqual(await listed('/v2/apps?label=team!=blue'), ['/f/one']);
  assert.deepEqual(await listed('/v2/apps?label=team in (red, blue)'), ['/f/one']);
  assert.equal((await rig.call('GET', '/v2/apps?label=!x')).status, 422);
  assert.deepEqual(await listed('/v2/apps/f/*', '*'), ['/f/one', '/f/two']);
});
