import type { Belief } from '../speed-model/belief.ts';

/** What the law knows and did, in the form it reckons with; `encode` makes the plain JSON of it. */
export interface Notes {
  belief: Belief;
  /** Cpus of the run that is going on; what is decided in its middle holds for the next one. */
  runCpus: number;
  /** Experiments so far, and the iterations complete at the last one. */
  probes: number;
  probeAt: number;
  /** Tries of other cpus although they seemed useless, and the iterations complete at the last one. */
  retests: number;
  retestAt: number;
  /** Whether `cannot-be-met` stands. */
  flagged: boolean;
  /** Runs given up as hung since `hungAt` iterations were complete. */
  hung: number;
  hungAt: number;
  /** Seconds that the run which goes on had taken when it was given up; 0 while it was not. */
  hungAge: number;
}
