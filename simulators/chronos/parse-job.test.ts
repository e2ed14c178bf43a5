import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialects } from './dialects.ts';
import { jsonFields } from './json-fields.ts';
import { parseJob } from './parse-job.ts';
import { readJson } from './read-json.ts';
import { mirrorFetched, serializeJob } from './serialize-job.ts';

const [old, recent] = [dialects['2.5.1'], dialects['3.0.2']];
const parse = (job: object, dialect = recent) => parseText(JSON.stringify(job), dialect);
const parseText = (body: string, dialect = recent) =>
  parseJob(jsonFields(readJson(Buffer.from(body))), dialect, 0);
const minimal = { name: 'a', command: 'sleep 1', schedule: 'R1//PT1M' };

test('3.0.2 answers every field in its order, with the defaults', () => {
  const expected =
    '{"name":"a","command":"sleep 1","shell":true,"executor":"","executorFlags":"","taskInfoData":"","retries":2,"owner":"",' +
    '"ownerName":"","description":"","successCount":0,"errorCount":0,"lastSuccess":"","lastError":"","cpus":0.1,"disk":256.0,' +
    '"mem":128.0,"disabled":false,"softError":false,"dataProcessingJobType":false,"errorsSinceLastSuccess":0,"fetch":[],' +
    '"uris":[],"environmentVariables":[],"arguments":[],"highPriority":false,"runAsUser":"root","concurrent":false,' +
    '"constraints":[],"schedule":"R1//PT1M","scheduleTimeZone":""}';
  assert.equal(serializeJob(parse(minimal), recent), expected);
});

test('2.5.1 has epsilon and async, and no concurrent', () => {
  const text = serializeJob(parse({ ...minimal, async: true, concurrent: true, epsilon: 'PT30M' }, old), old);
  assert.match(text, /"shell":true,"epsilon":"PT30M","executor"/);
  assert.match(text, /"description":"","async":true,"successCount"/);
  assert.doesNotMatch(text, /concurrent/);
});

test('an explicit null is not an absent field', () => {
  const job = parse({ ...minimal, owner: null, command: null, shell: null, retries: null, cpus: null });
  const { owner, command, shell, retries, cpus } = job;
  assert.deepEqual([owner, command, shell, retries, cpus], ['null', 'null', false, 0, 0.1]);
});

test('numbers are coerced, zero and nonsense are the default, a negative is kept', () => {
  const cpusOf = (cpus: unknown) => parse({ ...minimal, cpus }).cpus;
  assert.deepEqual(['0.5', 0, 'many', -1].map(cpusOf), [0.5, 0.1, 0.1, -1]);
});

test('unknown fields are ignored, and an unknown constraint is dropped', () => {
  const constraints = [
    ['rack', 'EQUALS', '1'],
    ['rack', 'NEAR', '1'],
  ];
  const job = parse({ ...minimal, constraints, colour: 'red' });
  assert.deepEqual(job.constraints, [['rack', 'EQUALS', '1']]);
  assert.ok(!('colour' in job));
});

test('parents win over a schedule', () => {
  const job = parse({ ...minimal, parents: ['b'] });
  assert.ok(!('schedule' in job));
  assert.match(serializeJob(job, recent), /"constraints":\[\],"parents":\["b"\]}$/);
});

test('a job without a schedule runs once now, and is never concurrent', () => {
  const job = parse({ name: 'a', concurrent: true });
  assert.deepEqual(
    ['schedule' in job && job.schedule, job.concurrent],
    ['R1/1970-01-01T00:00:00.000Z/PT24H', false],
  );
  const older = parse({ name: 'a', command: 'x' }, old);
  assert.equal('schedule' in older && older.schedule, 'R1//PT24H');
});

test('a container has another form in each version', () => {
  const container = { type: 'DOCKER', image: 'busybox', volumes: [{ containerPath: '/d', mode: 'RO' }] };
  assert.deepEqual(parse({ ...minimal, container }, old).container, {
    type: 'docker',
    image: 'busybox',
    network: 'HOST',
    volumes: [{ containerPath: '/d', mode: 'RO' }],
    forcePullImage: false,
    parameters: [],
  });
  const networkInfos = [{ name: 'n', portMappings: [{ hostPort: 0, containerPort: 80 }] }];
  assert.deepEqual(parse({ ...minimal, container: { ...container, networkInfos } }).container, {
    type: 'DOCKER',
    image: 'busybox',
    network: 'HOST',
    networkInfos: [{ name: 'n', labels: [], portMappings: [{ hostPort: '0', containerPort: '80' }] }],
    volumes: [{ containerPath: '/d', mode: 'RO' }],
    forcePullImage: false,
    parameters: [],
  });
});

test('a container without an image makes no job in 2.x and silently vanishes in 3.x', () => {
  assert.throws(() => parse({ ...minimal, container: {} }, old), { kind: 'deserialization' });
  assert.equal(parse({ ...minimal, container: {} }).container, undefined);
});

for (const [what, job] of [
  ['no name', { command: 'x' }],
  ['an unknown network', { ...minimal, container: { image: 'i', network: 'host' } }],
  ['a nameless variable', { ...minimal, environmentVariables: [{ value: 'v' }] }],
  ['a variable that is no object', { ...minimal, environmentVariables: { A: '1' } }],
  ['a file that is no object', { ...minimal, fetch: ['http://x'] }],
  ['a constraint without an operator', { ...minimal, constraints: [['rack']] }],
  ['a constraint without a value', { ...minimal, constraints: [['rack', 'LIKE']] }],
  ['a constraint that is a text', { ...minimal, constraints: ['rack'] }],
  ['a pattern that is none', { ...minimal, constraints: [['rack', 'LIKE', '(']] }],
  ['a volume without a path', { ...minimal, container: { image: 'i', volumes: [{}] } }],
  ['a parameter without a value', { ...minimal, container: { image: 'i', parameters: [{ key: 'k' }] } }],
] as const) {
  test(`${what} makes no job`, () => assert.throws(() => parse(job), { kind: 'deserialization' }));
}

test('an unknown operator needs no value, and a pattern may be one of Java', () => {
  const constraints = [
    ['rack', 'NEAR'],
    ['rack', 'UNLIKE', '(?i)a++'],
  ];
  assert.deepEqual(parse({ ...minimal, constraints }).constraints, [['rack', 'UNLIKE', '(?i)a++']]);
});

test('a null container is none in 3.x and makes no job in 2.x', () => {
  assert.equal(parse({ ...minimal, container: null }).container, undefined);
  assert.throws(() => parse({ ...minimal, container: null }, old), { kind: 'deserialization' });
});

test('a command is required in 2.x only', () => {
  assert.throws(() => parse({ name: 'a' }, old), { kind: 'deserialization' });
  assert.equal(parse({ name: 'a' }).command, '');
});

test('the list shows what is fetched under both names, with the defaults of the version', () => {
  const shown = mirrorFetched(parse({ ...minimal, uris: ['u'], fetch: [] }), recent);
  assert.deepEqual(shown.fetch, [{ uri: 'u', executable: false, cache: false, extract: true }]);
  assert.deepEqual(mirrorFetched(parse({ ...minimal, fetch: [{ uri: 'f' }] }, old), old).uris, ['f']);
});
