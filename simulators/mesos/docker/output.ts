import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DockerClient } from './client.ts';

/** How long the last lines may take to come once the container has ended. */
const lastLinesMs = 5000;

const opened = (sandbox: string, name: string): number => openSync(join(sandbox, name), 'a');

/** Makes the files of the output, which are in a sandbox from its beginning. */
export function createOutput(sandbox: string): void {
  for (const name of ['stdout', 'stderr']) closeSync(opened(sandbox, name));
}

/** Copies what a container writes into its sandbox; what is returned is to be called when it has ended, and waits for the last lines. */
export function followOutput(client: DockerClient, container: string, sandbox: string): () => Promise<void> {
  const [stdout, stderr] = [opened(sandbox, 'stdout'), opened(sandbox, 'stderr')];
  const logs = client.follow(['logs', '--follow', container], { stdout, stderr });
  closeSync(stdout);
  closeSync(stderr);
  const over = new Promise<void>((resolve) => {
    logs.once('exit', () => resolve());
    logs.once('error', () => resolve());
  });
  return async () => {
    await Promise.race([over, delay(lastLinesMs, undefined, { ref: false })]);
    logs.kill('SIGKILL');
  };
}
