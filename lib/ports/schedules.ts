/** The schedule of each live job, which evaluates it from time to time. */
export interface Schedules {
  /** Also right when the schedule is there already: it stays as it is, and this resolves to false. */
  create(jobId: string, endsAt: number): Promise<boolean>;
  /** Makes it anew when there is none any more. */
  extend(jobId: string, endsAt: number): Promise<void>;
  /** Also right when there is none. */
  remove(jobId: string): Promise<void>;
}

/** `room`: the job waits for room, and another one has seen that there is some. */
export type Cause = 'tick' | 'iteration' | 'launch' | 'change' | 'room';

/** Asks for an evaluation of the job, soon and somewhere else. */
export type Wake = (jobId: string, cause: Cause) => Promise<void>;
