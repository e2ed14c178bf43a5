import { request as ask, createServer, type RequestListener } from 'node:http';
import { type Listening, listen } from '../../simulators/http/listen.ts';

/** What containers call the machine of an engine that runs in a virtual one. */
const outsideOfEngine = 'host.docker.internal';

/** Where containers reach what listens on the loopback interface of this machine. */
export interface Relays {
  /** A text in which each address that is relayed is the one for containers. */
  forContainers(text: string): string;
  close(): Promise<void>;
}

/**
 * Serves each of these servers of the loopback interface also at `gateway`, the address of this machine in the network of the
 * containers, each at a port of its own. Null, or no address of this machine, stands for an engine in a virtual machine, which leads
 * its containers to the loopback interface.
 */
export async function startRelays(urls: readonly string[], gateway: string | null): Promise<Relays> {
  const relayed = new Map<string, Listening & { reached: string }>();
  for (const url of urls) relayed.set(url, await startRelay(url, gateway));
  return {
    forContainers: (text) =>
      text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, (url) => relayed.get(url)?.reached ?? url),
    async close() {
      for (const each of relayed.values()) await each.close();
    },
  };
}

async function startRelay(url: string, gateway: string | null) {
  if (gateway === null) return relayAt(url, { address: '127.0.0.1', host: outsideOfEngine });
  try {
    return await relayAt(url, { address: gateway, host: gateway });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL') throw error;
    return relayAt(url, { address: '127.0.0.1', host: outsideOfEngine });
  }
}

async function relayAt(url: string, { address, host }: { address: string; host: string }) {
  const listening = await listen(createServer(passOn(new URL(url))), 0, {
    address,
    otherHosts: () => [host],
  });
  return { ...listening, reached: `http://${host}:${new URL(listening.url).port}` };
}

/** The servers behind it answer only to names of this machine, so the header Host becomes theirs. */
function passOn({ host, hostname, port }: URL): RequestListener {
  return (request, response) => {
    const { method, url: path, headers } = request;
    const sent = ask({ hostname, port, method, path, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on('error', () => response.destroy());
    response.on('close', () => sent.destroy());
    request.pipe(sent);
  };
}
