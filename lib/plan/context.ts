import type { Law, Plan } from '../control/law.ts';
import type { Job } from '../job/job.ts';
import type { Observation } from '../ports/observation.ts';
import type { Verdict } from '../room/gate.ts';

/** What the phases of one evaluation know, besides the progress that each of them takes and gives on. */
export interface Context {
  /** As it was read from the table. */
  job: Job;
  observation: Observation;
  law: Law;
  plan: Plan;
  /** Epoch milliseconds: one instant for all phases. */
  now: number;
  /** What the gate says of the job's next run; absent where there is none, or no run could begin. */
  gate?: Verdict | undefined;
}
