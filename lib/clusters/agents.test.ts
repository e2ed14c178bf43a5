import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMesosMaster } from '../../simulators/mesos/start-master.ts';
import { httpOf } from '../http/http-clients.ts';
import { agentsFrom } from './agents.ts';

const agentsOf = (credentials: Record<string, unknown>) =>
  agentsFrom(async () => JSON.stringify(credentials), httpOf)('lab');

test('without mesos among its credentials nothing tells of the agents of a cluster', async () => {
  assert.equal(await agentsOf({ chronos: { url: 'http://10.0.0.5:4400' } }), null);
});

test('stated agents are taken as they are, and nobody is asked', async () => {
  const agents = await agentsOf({ mesos: { agents: [4, 2] } });
  assert.equal(agents?.isStated, true);
  assert.deepEqual(await agents?.look(), [
    { id: 'agent-1', totalCpus: 4, freeCpus: 4 },
    { id: 'agent-2', totalCpus: 2, freeCpus: 2 },
  ]);
});

test('the master of a cluster is asked with the login of its credentials', async (t) => {
  const cluster = {
    agents: [{ id: 'a', hostname: 'a.example', cpus: 4, mem: 1, disk: 1 }],
    offers: () => [],
    tasks: () => [],
  };
  const credentials = { user: 'pacer', password: 'right-password' };
  const master = await startMesosMaster({ cluster, credentials });
  t.after(() => master.close());
  const agents = await agentsOf({ mesos: { url: master.url, ...credentials } });
  assert.equal(agents?.isStated, false);
  assert.deepEqual(await agents?.look(), [{ id: 'a', totalCpus: 4, freeCpus: 4 }]);
});
