import type { Plan } from '../../lib/control/law.ts';

/** The worked example of docs/control-law.md. */
export const workedExample: Plan = {
  iterations: 20,
  startedAt: 0,
  deadlineAt: 1_638_000,
  deviation: 0.05,
  iterationDurationSeconds: 63,
  initialCpus: 1,
  cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
  pauseSeconds: 0,
  target: 0.985,
  restartSeconds: 0,
};
