import type { CpuLimiter, MeasuredUse } from './cpu-limiter.ts';
import type { SessionTable } from './session-table.ts';
import { signalSession } from './signal-session.ts';
import { tokenBucket } from './token-bucket.ts';

/**
 * Value → effect. `slotMs`: how long one busy thread over its limit runs before it stops; longer is cheaper and coarser.
 * `minimumSlotSeconds`: the resolution of the machine's CPU accounting; less cannot be seen. `longestLookMs`: how rarely a
 * session that stays under its limit is looked at, so how much debt a sudden burst can make before it is noticed.
 */
const slotMs = 40;
const minimumSlotSeconds = 0.01;
const firstLookMs = 20;
const shortestLookMs = 5;
const longestLookMs = 200;

type Machine = { cores: number; table: SessionTable | undefined };

/**
 * Limits by stopping and continuing the session: a token bucket earns the allowed CPU time, pays for the time really used,
 * and the session stops while the bucket is empty. Overshoot becomes a debt, so the mean is right whatever a look missed.
 * Without a session table one busy thread is assumed for as long as the session runs.
 */
export function dutyCycleLimiter(machine: Machine): CpuLimiter {
  return {
    name: 'duty cycle',
    limit: (sessionId, cpus) => holdSession(machine, sessionId, cpus),
  };
}

function holdSession({ table, cores }: Machine, sessionId: number, cpus: number): () => MeasuredUse | null {
  const isLimited = cpus < cores;
  const slotSeconds = Math.max((cpus * slotMs) / 1000, minimumSlotSeconds);
  const bucket = tokenBucket(cpus, 2 * slotSeconds);
  const meter = cpuMeter(table, sessionId);
  let stopped = false;
  let busyThreads = 1;
  let lookMs = firstLookMs;

  const look = () => {
    const passed = meter.read(stopped);
    const tokens = bucket.settle(passed);
    if (!stopped) busyThreads = passed.usedSeconds / passed.elapsedSeconds;
    const stops = isLimited && (stopped ? tokens < slotSeconds : tokens <= 0);
    if (stops !== stopped) signalSession(sessionId, stops ? 'SIGSTOP' : 'SIGCONT', table);
    stopped = stops;
    lookMs = stopped
      ? Math.ceil((1000 * (slotSeconds - tokens)) / cpus)
      : nextLookMs({ tokens, overuse: busyThreads - cpus, lookMs });
    timer = setTimeout(look, lookMs);
    timer.unref();
  };
  let timer = setTimeout(look, lookMs);
  timer.unref();
  return () => {
    clearTimeout(timer);
    return table ? meter.total() : null;
  };
}

/** When the bucket will run dry at the rate last seen; ever more rarely while the limit does not bind. */
function nextLookMs(now: { tokens: number; overuse: number; lookMs: number }): number {
  if (now.overuse <= 0) return Math.min(longestLookMs, now.lookMs * 2);
  return Math.min(slotMs, Math.max(shortestLookMs, (1000 * now.tokens) / now.overuse));
}

/** Measures what passed since it was last read. */
function cpuMeter(table: SessionTable | undefined, sessionId: number) {
  let readAt = performance.now();
  let usedBefore = 0;
  const total: MeasuredUse = { usedSeconds: 0, elapsedSeconds: 0 };
  return {
    total: () => total,
    read(wasStopped: boolean): MeasuredUse {
      const now = performance.now();
      const elapsedSeconds = (now - readAt) / 1000;
      readAt = now;
      if (!table) return { elapsedSeconds, usedSeconds: wasStopped ? 0 : elapsedSeconds };
      table.refresh();
      const seen = table.cpuSeconds(sessionId);
      // A child that ended between two reads is missed for once; its parent has its time by the second look. If the sum is
      // still lower, an orphan ended, and its time went to a process outside the session.
      const used = seen < usedBefore ? table.cpuSeconds(sessionId) : seen;
      const usedSeconds = Math.max(0, used - usedBefore);
      usedBefore = used;
      total.usedSeconds += usedSeconds;
      total.elapsedSeconds += elapsedSeconds;
      return { elapsedSeconds, usedSeconds };
    },
  };
}
