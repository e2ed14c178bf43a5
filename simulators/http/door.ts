import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** More names than those of this machine by which a request may come: host names, lower case, without a port. */
export type OtherHosts = (request: IncomingMessage) => readonly string[];

const ownHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
const longestTarget = 8192;

/**
 * From now on the server answers only what programs of this machine ask. What runs commands on a developer's machine must not be
 * within reach of the web pages that his browser shows: they can send requests to 127.0.0.1, and, by a name of their own that
 * resolves to it (DNS rebinding), read the answers. A browser tells by Host, Origin and Sec-Fetch-Site who asks; curl and
 * clients in other languages send no Origin, and are served as before.
 */
export function keepDoor(server: Server, otherHosts: OtherHosts = () => []): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (refused(request, response, otherHosts)) return;
    for (const listener of listeners) listener.call(server, request, response);
  });
}

/** Answers a request that may not come in; false when it may. To be asked before anything else is done with it. */
function refused(
  request: IncomingMessage,
  response: ServerResponse,
  otherHosts: OtherHosts = () => [],
): boolean {
  const refusal = refusalOf(request, [...ownHosts, ...otherHosts(request)]);
  if (!refusal) return false;
  // Whatever is still to come of the body is not wanted.
  response.writeHead(refusal.status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ error: { code: refusal.code, message: refusal.message } }));
  return true;
}

interface Refusal {
  status: number;
  code: string;
  message: string;
}

function refusalOf({ url = '/', headers }: IncomingMessage, hosts: readonly string[]): Refusal | null {
  if (url.length > longestTarget)
    return { status: 414, code: 'uri-too-long', message: `A path has at most ${longestTarget} characters.` };
  const { host, origin } = headers;
  // Only HTTP/1.0 does without; no browser speaks it.
  if (host !== undefined && !hosts.includes(hostnameOf(host))) {
    const message = `The header Host must name this machine (${ownHosts.join(', ')}), and no other host that resolves to it.`;
    return { status: 403, code: 'foreign-host', message };
  }
  const site = headers['sec-fetch-site'] ?? 'none';
  const isOwnPage = origin === undefined || origin === `http://${host}`;
  if (isOwnPage && (site === 'none' || site === 'same-origin')) return null;
  const message =
    'Only programs on this machine may call this, not web pages: the request has an Origin or Sec-Fetch-Site.';
  return { status: 403, code: 'cross-site', message };
}

/** Of `localhost:8880` it is `localhost`. */
function hostnameOf(host: string): string {
  return host.replace(/:\d{1,5}$/, '').toLowerCase();
}
