import type { MeasuredUse } from './cpu-limiter.ts';
import type { TaskRequest } from './task.ts';

/** CPUs on average over the time in which tasks ran. */
export type CpuUse = { usedCpus: number; heldCpus: number };

/** In seconds. */
type Sum = { elapsed: number; used: number; held: number };

/** What ended tasks have used of their cpus, by the name of the tasks. */
export function cpuUses() {
  const sums = new Map<string, Sum>();
  return {
    note({ name, cpus }: Pick<TaskRequest, 'name' | 'cpus'>, use: MeasuredUse | null | undefined): void {
      if (!use) return;
      const { elapsed, used, held } = sums.get(name) ?? { elapsed: 0, used: 0, held: 0 };
      sums.set(name, {
        elapsed: elapsed + use.elapsedSeconds,
        used: used + use.usedSeconds,
        held: held + cpus * use.elapsedSeconds,
      });
    },
    /** Null when nothing was measured. */
    of(name: string): CpuUse | null {
      const { elapsed, used, held } = sums.get(name) ?? { elapsed: 0, used: 0, held: 0 };
      return elapsed > 0 ? { usedCpus: used / elapsed, heldCpus: held / elapsed } : null;
    },
  };
}
