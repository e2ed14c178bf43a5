import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepDoor, type OtherHosts } from './door.ts';

/** A server of ours. */
export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Where a server listens, and by which names it may be asked, other than usual. */
export interface ListenOptions {
  /** Of this machine; 127.0.0.1, for its own programs only, if not given. */
  address?: string;
  otherHosts?: OtherHosts;
}

/** Listens; port 0 takes a free one. Closing ends kept-alive connections too. */
export async function listen(
  server: Server,
  port = 0,
  { address = '127.0.0.1', otherHosts }: ListenOptions = {},
): Promise<Listening> {
  keepDoor(server, otherHosts);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
