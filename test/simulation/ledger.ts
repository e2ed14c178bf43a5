/** One run as it really was, whatever anybody knows of it. */
export interface Run {
  jobId: string;
  /** As its report names it. */
  name: string;
  taskId: string;
  startedAt: number;
  endedAt: number | null;
  outcome: 'success' | 'failure' | 'killed' | null;
  /** Whether its report was answered as recorded, or as known already. */
  isPromised: boolean;
  /** Where it goes on. */
  container: { isOutOfSight: boolean; isUninformed: boolean; isEnding: boolean };
  /** It was made to take far longer than any other. */
  isOdd: boolean;
}

/** What must never be, and when it was. */
export interface Violation {
  invariant: string;
  what: string;
  at: number;
}

/** The truth of a simulation, kept by the world and not by Pacer. */
export interface Ledger {
  runs: Run[];
  violations: Violation[];
  breaks(invariant: string, what: string): void;
  runsOf(jobId: string): Run[];
  /** A task of the job ended by itself outside of a run. */
  taskDied(jobId: string): void;
  taskDeaths(jobId: string): number;
}

export function ledgerOf(now: () => number, tell: (text: string) => void): Ledger {
  const runs: Run[] = [];
  const violations: Violation[] = [];
  const deaths = new Map<string, number>();
  return {
    runs,
    violations,
    taskDeaths: (jobId) => deaths.get(jobId) ?? 0,
    taskDied: (jobId) => void deaths.set(jobId, (deaths.get(jobId) ?? 0) + 1),
    runsOf: (jobId) => runs.filter((run) => run.jobId === jobId),
    breaks(invariant, what) {
      if (violations.some((known) => known.invariant === invariant)) return;
      violations.push({ invariant, what, at: now() });
      tell(`BROKEN ${invariant}: ${what}`);
    },
  };
}
