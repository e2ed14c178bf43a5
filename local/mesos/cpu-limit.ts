import { availableParallelism } from 'node:os';
import { cgroupLimiter } from './cgroup-limit.ts';
import { dutyCycleLimiter } from './duty-cycle-limit.ts';
import { sessionTable } from './session-table.ts';

/**
 * Holds all processes of a session together to a number of CPUs, as a hard limit: Mesos agents do so when the kernel's
 * bandwidth control is switched on, and only then is a job's speed a function of its cpus.
 */
export type CpuLimiter = {
  readonly name: 'cgroup v2' | 'duty cycle';
  /** Limits from now on; the returned function ends the limit and must be called once the session has ended. */
  limit(sessionId: number, cpus: number): () => void;
};

/** The best limiter that this machine offers: the kernel's own, else stop and continue at a duty cycle. */
export function cpuLimiter(cgroupRoot = '/sys/fs/cgroup'): CpuLimiter {
  return (
    cgroupLimiter(cgroupRoot) ?? dutyCycleLimiter({ cores: availableParallelism(), table: sessionTable() })
  );
}
