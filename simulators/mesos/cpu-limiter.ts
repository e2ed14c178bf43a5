/** CPU time that a session has used, and the time in which it was measured, both in seconds. */
export type MeasuredUse = { usedSeconds: number; elapsedSeconds: number };

/**
 * Holds all processes of a session together to a number of CPUs, as a hard limit: Mesos agents do so when the kernel's
 * bandwidth control is switched on, and only then is a job's speed a function of its cpus.
 */
export type CpuLimiter = {
  readonly name: 'cgroup v2' | 'duty cycle';
  /**
   * Limits from now on; the returned function ends the limit and must be called once the session has ended. It tells what was
   * used up to the last look at the session; null where this machine does not show that.
   */
  limit(sessionId: number, cpus: number): () => MeasuredUse | null;
};
