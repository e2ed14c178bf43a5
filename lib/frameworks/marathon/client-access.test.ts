import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canned, clientOf, httpFor, login, restartRig, rig } from '../../../test/rigs/marathon-client.ts';
import { sleeps } from '../../../test/rigs/marathon-simulator.ts';
import { NoAnswerError } from '../../http/http.ts';
import { UpstreamError } from '../../http/upstream-error.ts';
import { marathonClient } from './client.ts';

test('a path before the API and the token of DC/OS are sent along', async (t) => {
  const { url, asked } = await canned(t, () => ({ status: 200, body: '[]' }));
  const given = { url: `${url}/service/marathon/`, token: 'jwt.of.the-cluster' };
  assert.deepEqual(await clientOf(given).getDeployments(), []);
  const authorization = 'token=jwt.of.the-cluster';
  assert.deepEqual(asked, [
    { method: 'GET', url: '/service/marathon/v2/deployments', authorization, body: '' },
  ]);
});

test('the credentials are read anew after a 401, once, and never shown', async () => {
  await restartRig({ credentials: login });
  const asked: boolean[] = [];
  const credentials = async (fresh: boolean) => {
    asked.push(fresh);
    return { url: rig.marathon.url, ...login, password: fresh ? login.password : 'old-password' };
  };
  assert.equal(await marathonClient({ credentials, httpFor }).getInfo('/x'), null);
  assert.deepEqual(asked, [false, true]);
  await assert.rejects(clientOf({ ...login, password: 'wrong-password' }).getInfo('/x'), (error) => {
    assert.ok(error instanceof UpstreamError);
    assert.equal(error.status, 401);
    assert.match(error.message, /^\[GET\] http:\/\/127\.0\.0\.1:\d+\/v2\/apps\/x: 401( [^<>]*)?$/);
    assert.doesNotMatch(error.message, /wrong-password|operator/);
    return true;
  });
});

test('of an error page its text is shown, and of an answer that is no JSON nothing', async () => {
  const page = '<html><head><title>Error 502</title></head><body><h2>No leader</h2></body></html>';
  rig.marathon.faults.http = () => ({ status: 502, body: page, contentType: 'text/html' });
  const message = `[GET] ${rig.marathon.url}/v2/deployments: 502 Error 502 No leader`;
  await assert.rejects(clientOf().getDeployments(), { name: 'UpstreamError', message });
  rig.marathon.faults.http = () => ({ status: 200, body: '<p>s3cret-t0ken</p>' });
  await assert.rejects(clientOf().getInfo('/x'), { message: 'The answer is not JSON.' });
});

test('a change whose answer is lost can be sent again', async () => {
  const client = clientOf();
  rig.marathon.faults.http = ({ method }) => (method === 'GET' ? undefined : 'lose-reply');
  const isLost = (error: unknown) => error instanceof NoAnswerError;
  await assert.rejects(client.sendJob({ ...sleeps, id: '/x' }), isLost);
  await rig.settled();
  await assert.rejects(client.updateJob('/x', { cpus: 0.5 }, { force: false }), isLost);
  await rig.settled();
  rig.marathon.faults.http = undefined;
  await client.updateJob('/x', { cpus: 0.5 }, { force: false });
  assert.equal(rig.marathon.observed.launches('/x'), 2);
  rig.marathon.faults.http = () => 'lose-reply';
  await assert.rejects(client.deleteJob('/x'), isLost);
  rig.marathon.faults.http = undefined;
  await client.deleteJob('/x');
});
