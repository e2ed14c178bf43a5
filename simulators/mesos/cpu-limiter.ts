/**
 * Holds all processes of a session together to a number of CPUs, as a hard limit: Mesos agents do so when the kernel's
 * bandwidth control is switched on, and only then is a job's speed a function of its cpus.
 */
export type CpuLimiter = {
  readonly name: 'cgroup v2' | 'duty cycle';
  /** Limits from now on; the returned function ends the limit and must be called once the session has ended. */
  limit(sessionId: number, cpus: number): () => void;
};
