import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { HttpReply, ReceivedRequest } from '../../simulators/http/message.ts';
import { type RunningServer, startServer } from '../../simulators/http/server.ts';
import { type OutsideOptions, postOutside } from './post-outside.ts';
import { allowedAddresses } from './public-addresses.ts';

const post = { headers: { 'x-sign': 'yes' }, body: '{"ä":1}' };

describe('a POST to an address that a user gave', () => {
  let server: RunningServer;
  let reply: HttpReply = { status: 204 };
  let received: ReceivedRequest[] = [];
  before(async () => {
    const answer = (request: ReceivedRequest) => {
      received.push(request);
      return reply;
    };
    server = await startServer({ answer, otherHosts: () => ['hooks.example.org'] });
  });
  after(() => server.close());

  const given = (next: HttpReply) => {
    reply = next;
    received = [];
  };
  const poster = (change: Partial<OutsideOptions> = {}) =>
    postOutside({ isAllowed: allowedAddresses(['127.0.0.0/8']), timeoutMs: 1_000, ...change });
  const byName = (path = '/') => `http://hooks.example.org:${new URL(server.url).port}${path}`;
  const resolving = (...addresses: string[]) => {
    const asked: string[] = [];
    const resolve: OutsideOptions['resolve'] = (host, _, callback) => {
      asked.push(host);
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    return { resolve, asked };
  };

  it('arrives as it was sent', async () => {
    given({ status: 204 });
    await poster()(`${server.url}/hook?secret=1`, post);
    const [{ method, path, search, headers, body } = {} as ReceivedRequest] = received;
    assert.deepEqual([method, path, search], ['POST', '/hook', 'secret=1']);
    assert.deepEqual([headers['x-sign'], body.toString()], ['yes', post.body]);
  });

  it('goes to the address that was checked, of a name that is resolved once', async () => {
    given({ status: 200 });
    const { resolve, asked } = resolving('127.0.0.1');
    await poster({ resolve })(byName(), post);
    assert.deepEqual(asked, ['hooks.example.org']);
    assert.match(String(received[0]?.headers.host), /^hooks\.example\.org:/);
  });

  for (const addresses of [
    ['127.0.0.1'],
    ['8.8.8.8', '127.0.0.1'],
    ['::ffff:127.0.0.1'],
    ['169.254.169.254'],
  ]) {
    it(`never leaves for a name that leads to ${addresses.join(' and ')}`, async () => {
      given({ status: 200 });
      const { resolve } = resolving(...addresses);
      const send = poster({ resolve, isAllowed: allowedAddresses([]) });
      await assert.rejects(send(byName(), post), /leads to an address that is not public/);
      assert.deepEqual(received, []);
    });
  }

  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '[::1]',
    '[::ffff:7f00:1]',
    'localhost',
  ]) {
    it(`never leaves for ${host}`, async () => {
      given({ status: 200 });
      const send = poster({ isAllowed: allowedAddresses([]) });
      const url = `http://${host}:${new URL(server.url).port}/`;
      await assert.rejects(send(url, post), /leads to an address that is not public/);
      assert.deepEqual(received, []);
    });
  }

  it('follows no redirect', async () => {
    given({ status: 302, headers: { location: `${server.url}/elsewhere` } });
    await assert.rejects(poster()(server.url, post), {
      message: 'it answered 302; redirects are not followed',
    });
    assert.equal(received.length, 1);
  });

  for (const status of [400, 404, 500])
    it(`is not done when it is answered with ${status}`, async () => {
      given({ status, body: 'no' });
      await assert.rejects(poster()(server.url, post), { message: `it answered ${status}`, status });
    });

  it('is given up at once when the answer changes the protocol', async (t) => {
    const answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
    const receiver = createServer((socket) => void socket.once('data', () => socket.write(answer)));
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    t.after(() => receiver.close());
    const { port } = receiver.address() as AddressInfo;
    await assert.rejects(poster()(`http://127.0.0.1:${port}`, post), { message: 'no answer' });
  });

  it('is given up when nobody answers, and no error shows the address', async () => {
    server.setFaults(() => 'hang');
    await assert.rejects(poster({ timeoutMs: 200 })(`${server.url}/secret`, post), {
      message: 'no answer within 200 ms',
    });
    server.setFaults(undefined);
    const { port } = new URL(server.url);
    await server.close();
    await assert.rejects(poster()(`http://127.0.0.1:${port}/secret`, post), { message: 'ECONNREFUSED' });
  });
});
