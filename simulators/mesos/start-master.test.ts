import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type MasterOptions, startMesosMaster } from './start-master.ts';

const agents = ['one', 'two'].map((id) => ({ id, hostname: `${id}.example`, cpus: 4, mem: 1024, disk: 512 }));
const offers = () => [
  { agentId: 'one', hostname: 'one.example', cpus: 2.5, mem: 992, disk: 480 },
  { agentId: 'two', hostname: 'two.example', cpus: 4, mem: 1024, disk: 512 },
];
const cluster = { agents, offers, tasks: () => [] };

interface Slave {
  resources: object;
  used_resources: { cpus: number };
  active: boolean;
}

async function started(t: TestContext, options: Partial<MasterOptions> = {}) {
  const master = await startMesosMaster({ cluster, ...options });
  t.after(() => master.close());
  return master;
}

test('a master shows what each agent has and what is used of it', async (t) => {
  const { url } = await started(t);
  const { slaves } = (await (await fetch(`${url}/master/slaves`)).json()) as { slaves: Slave[] };
  const [one, two] = slaves;
  assert.ok(one && two);
  assert.deepEqual(one.resources, { disk: 512, mem: 1024, gpus: 0, cpus: 4 });
  assert.deepEqual(one.used_resources, { disk: 32, mem: 32, gpus: 0, cpus: 1.5 });
  assert.deepEqual([two.used_resources.cpus, two.active], [0, true]);
  assert.deepEqual(await (await fetch(`${url}/slaves?slave_id=none`)).json(), {
    slaves: [],
    recovered_slaves: [],
  });
});

test('a master that does not lead names the one that does, without a scheme; one without a leader says so', async (t) => {
  const leader = await started(t);
  const other = await started(t, { leader: () => leader.url });
  const reply = await fetch(`${other.url}/master/slaves`, { redirect: 'manual' });
  assert.equal(reply.status, 307);
  assert.equal(reply.headers.get('location'), `${leader.url.slice('http:'.length)}/master/slaves`);
  const none = await started(t, { leader: () => null });
  assert.equal((await fetch(`${none.url}/master/slaves`)).status, 503);
});

test('where a login is asked for, nothing is shown without it', async (t) => {
  const { url } = await started(t, { credentials: { user: 'u', password: 'p' } });
  const reply = await fetch(`${url}/master/slaves`);
  assert.deepEqual([reply.status, await reply.text()], [401, '']);
});
