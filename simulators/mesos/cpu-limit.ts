import { availableParallelism } from 'node:os';
import { cgroupLimiter } from './cgroup-limit.ts';
import type { CpuLimiter } from './cpu-limiter.ts';
import { dutyCycleLimiter } from './duty-cycle-limit.ts';
import { sessionTable } from './session-table.ts';

/** The best limiter that this machine offers: the kernel's own, else stop and continue at a duty cycle. */
export function cpuLimiter(cgroupRoot = '/sys/fs/cgroup'): CpuLimiter {
  return (
    cgroupLimiter(cgroupRoot) ?? dutyCycleLimiter({ cores: availableParallelism(), table: sessionTable() })
  );
}
