import { spawn } from 'node:child_process';

/** At the end of its input without a line, the process that held the other end is dead, and all containers with the label `$0` are removed. */
const script = `
read -r line && exit
ids=$(docker ps --all --quiet --filter "label=$0") && [ -z "$ids" ] || docker rm --force --volumes $ids
`;

/**
 * Sees to it that no container with the label outlives this process, however this process ends. The returned function dismisses the
 * watchdog.
 */
export function watchContainers(label: string, environment: NodeJS.ProcessEnv): () => void {
  const watchdog = spawn('/bin/sh', ['-c', script, label], {
    detached: true, // else a Ctrl-C in the terminal would end it before it has done its work
    stdio: ['pipe', 'ignore', 'ignore'],
    env: environment,
  });
  watchdog.unref();
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  return () => watchdog.stdin.end('over\n');
}
