import { spawn } from 'node:child_process';

/**
 * Waits for a line; at the end of its input without one, the process that held the other end is dead and every process of
 * the session `$0` is killed, stopped ones too: first the leader's group, then, where /proc tells, those who left it.
 */
const script = `
read -r line && exit
kill -9 -- "-$0"
for file in /proc/[0-9]*/stat; do
  IFS= read -r stat < "$file" || continue
  pid=\${stat%% *}
  set -- \${stat##*) }
  [ "$4" = "$0" ] && kill -9 "$pid"
done 2>/dev/null
`;

/**
 * Sees to it that a session does not outlive this process, however this process ends. The returned function dismisses the
 * watchdog; call it when the session is over.
 */
export function watchSession(sessionId: number): () => void {
  const watchdog = spawn('/bin/sh', ['-c', script, String(sessionId)], {
    detached: true, // else a Ctrl-C in the terminal would end it before it has done its work
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  watchdog.unref();
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  return () => watchdog.stdin.end('over\n');
}
