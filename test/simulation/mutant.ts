/** One change of the code that breaks an invariant: the simulation is worth something only if it finds each. */
export interface Mutant {
  invariant: string;
  /** What is broken, as the name of a test. */
  what: string;
  file: string;
  /** What stands there now, once. */
  text: string;
  instead: string;
  /** Whether it shows where jobs share a cluster only. */
  sharing?: boolean;
  /** One of the seeds that find it: it is played first. */
  seed?: number;
}
