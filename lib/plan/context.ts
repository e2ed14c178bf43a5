import type { Law, Plan } from '../control/law.ts';
import type { Job } from '../job/job.ts';
import type { Observation } from '../ports/observation.ts';

/** What the phases of one evaluation know, besides the progress that each of them takes and gives on. */
export interface Context {
  /** As it was read from the table. */
  job: Job;
  observation: Observation;
  law: Law;
  plan: Plan;
  /** Epoch milliseconds: one instant for all phases. */
  now: number;
}
