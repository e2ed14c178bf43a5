import type { SessionTable } from './session-table.ts';

/** Sends a signal to every process of a session: to the leader's group at once, then to those who left that group. */
export function signalSession(sessionId: number, signal: NodeJS.Signals, table?: SessionTable): void {
  send(-sessionId, signal);
  if (!table) return;
  table.refresh();
  for (const pid of table.processesOf(sessionId)) if (pid !== sessionId) send(pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
