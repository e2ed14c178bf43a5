import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports CPU time in ticks of a hundredth of a second on every architecture. */
const ticksPerSecond = 100;

type ProcessStat = { sessionId: number; cpuSeconds: number };

/** Processes by session, as the `proc` file system shows them. */
export type SessionTable = {
  /** Learns which processes came and went. */
  refresh(): void;
  /** The processes of a session that are known, with the leader (whose id is the session's). */
  processesOf(sessionId: number): number[];
  /** CPU time used so far by the session's known processes and by their children that ended, in seconds. */
  cpuSeconds(sessionId: number): number;
};

/** Undefined where the machine has no such file system. */
export function sessionTable(root = '/proc'): SessionTable | undefined {
  if (readStat(root, process.pid) === undefined) return undefined;
  const sessionOf = new Map<number, number>();

  const processesOf = (sessionId: number): number[] => {
    const members = [...sessionOf].filter(([pid, session]) => session === sessionId && pid !== sessionId);
    return [sessionId, ...members.map(([pid]) => pid)];
  };
  return {
    refresh() {
      const present = processIds(root);
      for (const pid of sessionOf.keys()) if (!present.has(pid)) sessionOf.delete(pid);
      for (const pid of present) {
        // A process keeps its session, so only newcomers are read: this is what keeps the scan cheap.
        if (sessionOf.has(pid)) continue;
        const stat = readStat(root, pid);
        if (stat) sessionOf.set(pid, stat.sessionId);
      }
    },
    processesOf,
    cpuSeconds: (sessionId) =>
      processesOf(sessionId).reduce((sum, pid) => sum + (readStat(root, pid)?.cpuSeconds ?? 0), 0),
  };
}

function processIds(root: string): Set<number> {
  return new Set(readdirSync(root).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])));
}

function readStat(root: string, pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`${root}/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { sessionId: Number(fields[3]), cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return undefined; // it ended meanwhile
  }
}
