import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, test } from 'node:test';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import { http, withoutCredentials } from './http.ts';

const open: Listening[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function started(server: Server): Promise<string> {
  const listening = await listen(server);
  open.push(listening);
  return listening.url;
}

/** The URL of a server, and the requests that it got so far. */
async function serve(answer: RequestListener) {
  const requests: string[] = [];
  const url = await started(
    createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      answer(request, response);
    }),
  );
  return { url, requests };
}

const call = http({ timeoutMs: 5_000 });

test('any status is an answer, with its headers in lower case and its body', async () => {
  const { url } = await serve((_, response) => response.writeHead(404, { 'X-Kind': 'a' }).end('grüße'));
  const { status, headers, body } = await call({ method: 'GET', url });
  assert.deepEqual([status, headers['x-kind'], body], [404, 'a', 'grüße']);
});

test('method, headers and body arrive as they were given', async () => {
  const { url } = await serve(async (request, response) => {
    response.end(`${request.method} ${request.headers.authorization} ${await text(request)}`);
  });
  const sent = { headers: { authorization: 'Basic x' }, body: '{"ä":1}' };
  assert.equal((await call({ method: 'PUT', url, ...sent })).body, 'PUT Basic x {"ä":1}');
});

test('many calls share few connections', async () => {
  const ports = new Set<number | undefined>();
  const { url } = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  for (let i = 0; i < 50; i++) await call({ method: 'POST', url });
  assert.ok(ports.size <= 8, `${ports.size} connections`);
});

test('a redirect is an answer, and nobody follows it', async () => {
  const { url, requests } = await serve((_, response) =>
    response.writeHead(302, { location: '/other' }).end('elsewhere'),
  );
  const { status, headers, body } = await call({ method: 'GET', url: `${url}/a` });
  assert.deepEqual([status, headers.location, body, requests], [302, '/other', 'elsewhere', ['GET /a']]);
});

test('the body of every method has its length, and a login in the URL is not sent', async () => {
  const { url } = await serve(async ({ headers, method }, response) => {
    response.end(
      `${method} ${headers['content-length']} ${headers['transfer-encoding']} ${headers.authorization}`,
    );
  });
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const { body } = await call({ method, url: url.replace('//', '//me:pass@'), body: 'grüße' });
    assert.equal(body, `${method} 7 undefined undefined`);
  }
});

test('an answer that breaks off is none', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half');
    setImmediate(() => response.socket?.destroy());
  });
  const message = `[POST] ${url}/: ECONNRESET`;
  await assert.rejects(call({ method: 'POST', url }), { name: 'NoAnswerError', message });
});

test('an answer that changes the protocol is none, and is not waited for', async () => {
  const switches = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
  const { url } = await serve((_, response) => void response.socket?.write(switches));
  const message = `[POST] ${url}/: the connection was closed without an answer`;
  await assert.rejects(call({ method: 'POST', url }), { name: 'NoAnswerError', message });
});

test('a GET that got no answer is sent a second time', async () => {
  const { url, requests } = await serve((request, response) => {
    if (requests.length === 1) request.socket.destroy();
    else response.end('there');
  });
  assert.equal((await call({ method: 'GET', url: `${url}/a` })).body, 'there');
  assert.deepEqual(requests, ['GET /a', 'GET /a']);
});

test('a GET is not sent a third time, and any answer is enough', async () => {
  const silent = await serve((request) => request.socket.destroy());
  await assert.rejects(call({ method: 'GET', url: silent.url }), {
    name: 'NoAnswerError',
    code: 'no-answer',
  });
  assert.equal(silent.requests.length, 2);
  const failing = await serve((_, response) => response.writeHead(503).end());
  assert.equal((await call({ method: 'GET', url: failing.url })).status, 503);
  assert.equal(failing.requests.length, 1);
});

test('what may change something is never sent twice', async () => {
  const { url, requests } = await serve((request) => request.socket.destroy());
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    await assert.rejects(call({ method, url: `${url}/${method}` }), {
      name: 'NoAnswerError',
      message: `[${method}] ${url}/${method}: ECONNRESET`,
    });
  }
  assert.equal(requests.length, 4);
});

test('who does not answer in time is told so, whether before or amid the answer', async () => {
  const hasty = http({ timeoutMs: 100 });
  const silent = await serve(() => {});
  const halting = await serve((_, response) => response.writeHead(200).write('a'));
  for (const { url } of [silent, halting]) {
    const message = `[POST] ${url}/: no answer within 100 ms`;
    await assert.rejects(hasty({ method: 'POST', url }), { name: 'NoAnswerError', message });
  }
});

test('a server that is not there is told as such', async () => {
  const { url } = await serve(() => {});
  await open.pop()?.close();
  const message = `[GET] ${url}/: ECONNREFUSED`;
  await assert.rejects(call({ method: 'GET', url }), { name: 'NoAnswerError', message });
});

test('an answer of more than 16 MiB is not taken', async () => {
  const { url } = await serve((_, response) => response.end(Buffer.alloc(16 * 1024 * 1024 + 1)));
  const message = `[POST] ${url}/: the answer has more than 16777216 bytes`;
  await assert.rejects(call({ method: 'POST', url }), { name: 'NoAnswerError', message });
});

test('neither user and password nor the query are shown', async () => {
  assert.equal(withoutCredentials('https://me:pass@host:1/a/b?token=x#y'), 'https://host:1/a/b');
  const { url } = await serve((request) => request.socket.destroy());
  const secret = `${url.replace('//', '//me:pass@')}/path?token=abc`;
  const headers = { authorization: 'Basic bWU6cGFzcw==' };
  await assert.rejects(call({ method: 'POST', url: secret, headers, body: 'pass' }), (error: Error) => {
    assert.equal(error.message, `[POST] ${url}/path: ECONNRESET`);
    return true;
  });
});

const noOpenssl = spawnSync('openssl', ['version']).error ? 'no openssl: apt-get install openssl' : false;

describe('with a certificate authority of its own', { skip: noOpenssl }, () => {
  test('a server is trusted that nobody else would trust', async () => {
    const { key, cert } = selfSigned();
    const url = await started(createTlsServer({ key, cert }, (_, response) => response.end('safe')));
    assert.equal(
      (await http({ timeoutMs: 5_000, ca: cert })({ method: 'GET', url: secure(url) })).body,
      'safe',
    );
    await assert.rejects(call({ method: 'POST', url: secure(url) }), {
      name: 'NoAnswerError',
      message: `[POST] ${secure(url)}/: DEPTH_ZERO_SELF_SIGNED_CERT`,
    });
  });

  test('another authority does not do', async () => {
    const { key, cert } = selfSigned();
    const url = await started(createTlsServer({ key, cert }, (_, response) => response.end('safe')));
    const other = http({ timeoutMs: 5_000, ca: selfSigned().cert });
    await assert.rejects(other({ method: 'POST', url: secure(url) }), { name: 'NoAnswerError' });
  });
});

const secure = (url: string) => url.replace('http:', 'https:');

function selfSigned(): { key: string; cert: string } {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const out = ['-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', '-nodes', '-days', '2', ...curve, ...subject, ...out], {
    stdio: 'ignore',
  });
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(directory, { recursive: true });
  return made;
}
