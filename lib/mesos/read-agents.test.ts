import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startServer } from '../../simulators/http/server.ts';
import { type MasterOptions, startMesosMaster } from '../../simulators/mesos/start-master.ts';
import { httpFor } from '../http/http-clients.ts';
import { readAgents } from './read-agents.ts';

const login = { user: 'pacer', password: 'right-password' };
const agents = ['one', 'two'].map((id) => ({ id, hostname: `${id}.example`, cpus: 4, mem: 1024, disk: 512 }));
const cluster = {
  agents,
  offers: () => agents.map(({ id, ...all }) => ({ agentId: id, ...all, cpus: id === 'one' ? 2.5 : 4 })),
  tasks: () => [],
};

async function master(t: TestContext, options: Partial<MasterOptions> = {}) {
  const started = await startMesosMaster({ cluster, credentials: login, ...options });
  t.after(() => started.close());
  return started;
}

/** A server that answers everything with this. */
async function answering(t: TestContext, body: string, headers: Record<string, string> = {}, status = 200) {
  const started = await startServer({ answer: () => ({ status, headers, body }) });
  t.after(() => started.close());
  return started;
}

const read = (url: string, { password } = login) =>
  readAgents({ credentials: async () => ({ url, user: 'pacer', password }), httpFor });

const seen = [
  { id: 'one', totalCpus: 4, freeCpus: 2.5 },
  { id: 'two', totalCpus: 4, freeCpus: 4 },
];

test('the leading master tells the room of each agent, also when another one is asked', async (t) => {
  const leader = await master(t);
  assert.deepEqual(await read(leader.url), seen);
  const other = await master(t, { leader: () => leader.url });
  assert.deepEqual(await read(`${other.url}/`), seen);
  assert.equal(leader.count('GET', '/master/slaves'), 2);
});

test('a master that cannot be read is told without credentials', async (t) => {
  const { url } = await master(t);
  await assert.rejects(read(url, { ...login, password: 'hush' }), (error: Error) => {
    assert.equal(error.message, `[GET] ${url}/master/slaves: 401`);
    return true;
  });
  const none = await master(t, { leader: () => null });
  await assert.rejects(read(none.url), { name: 'UpstreamError', message: /503 No leader elected/ });
  await assert.rejects(read('http://127.0.0.1:1'), { name: 'NoAnswerError' });
});

test('masters that name each other, or a leader over another protocol, are given up', async (t) => {
  const turning = await master(t, { leader: () => 'http://127.0.0.1:1/..' });
  const loop = await answering(t, '', { location: '/master/slaves' }, 307);
  await assert.rejects(read(loop.url), { name: 'UpstreamError', message: /: 307/ });
  assert.equal(loop.count('GET', '/master/slaves'), 3);
  await assert.rejects(read(turning.url), { name: 'NoAnswerError' });
  const away = await answering(t, '', { location: 'ftp://elsewhere/master/slaves' }, 307);
  await assert.rejects(read(away.url), { name: 'UpstreamError' });
});

test('agents without offers are no room, nor is what is reserved', async (t) => {
  const gone = { id: 'gone', active: false, resources: { cpus: 4 }, used_resources: { cpus: 0 } };
  const drained = { ...gone, id: 'drained', active: true, deactivated: true };
  const reserved = {
    id: 'reserved',
    active: true,
    resources: { cpus: 8, ports: '[1-2]' },
    used_resources: { cpus: 1 },
    unreserved_resources: { cpus: 3 },
  };
  const without = { id: 'without', active: true, resources: {}, used_resources: {} };
  const { url } = await answering(t, JSON.stringify({ slaves: [gone, drained, reserved, without] }));
  assert.deepEqual(await read(url), [
    { id: 'reserved', totalCpus: 3, freeCpus: 3 },
    { id: 'without', totalCpus: 0, freeCpus: 0 },
  ]);
});

test('an answer in another form is told by its place', async (t) => {
  const odd = { slaves: [{ id: 'x', resources: { cpus: '4' }, used_resources: {} }] };
  const { url } = await answering(t, JSON.stringify(odd));
  await assert.rejects(read(url), /not what a Mesos master answers: slaves\.0\.resources\.cpus/);
  await assert.rejects(
    read((await answering(t, '<html>')).url),
    /The answer of the Mesos master is not JSON/,
  );
});
