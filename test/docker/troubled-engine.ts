import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { docker } from './real-engine.ts';

/** The real engine behind a socket that can fail as an engine does. */
export interface TroubledEngine {
  /** For DOCKER_HOST. */
  host: string;
  /** From now on nothing is answered, and what was asked stays open. */
  hang(): void;
  /** Whoever was connected is cut off, and nobody is answered. */
  die(): void;
  recover(): void;
}

/** Until the test ends; its socket is in the directory. */
export async function troubledEngine(t: TestContext, directory: string): Promise<TroubledEngine> {
  const real = new URL(docker('context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'));
  const open = new Set<Socket>();
  let state: 'well' | 'hanging' | 'dead' = 'well';
  const server = createServer({ allowHalfOpen: true }, (near) => {
    open.add(near);
    near.on('error', () => {}).once('close', () => open.delete(near));
    if (state === 'dead') near.destroy();
    if (state !== 'well') return;
    const far = createConnection({ path: real.pathname, allowHalfOpen: true });
    far.on('error', () => near.destroy()).once('close', () => near.destroy());
    near.once('close', () => far.destroy());
    near.on('data', (chunk) => state === 'well' && far.write(chunk)).once('end', () => far.end());
    far.on('data', (chunk) => state === 'well' && near.write(chunk)).once('end', () => near.end());
  });
  const path = join(directory, 'engine.sock');
  server.listen(path);
  await once(server, 'listening');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  t.after(() => {
    server.close();
    cut();
  });
  return {
    host: `unix://${path}`,
    hang: () => {
      state = 'hanging';
    },
    die: () => {
      state = 'dead';
      cut();
    },
    recover: () => {
      state = 'well';
      cut();
    },
  };
}
