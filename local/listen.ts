import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepDoor, type OtherHosts } from './door.ts';

/** A server of ours on the loopback interface. */
export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1, for programs of this machine only; port 0 takes a free one. Closing ends kept-alive connections too. */
export async function listen(server: Server, port = 0, otherHosts?: OtherHosts): Promise<Listening> {
  keepDoor(server, otherHosts);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
