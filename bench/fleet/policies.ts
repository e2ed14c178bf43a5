/** How the jobs of a cluster are coordinated. */
export interface Policy {
  name: string;
  /** Whether a job that is late anyway and had to wait takes its cheapest cpus. */
  yields: boolean;
  /** Whether, where runs have to wait, Chronos takes those first whose jobs can be on time. */
  ordersQueue: boolean;
  /** Whether runs start in the order of their deadlines, and only where an agent has room. */
  isGated: boolean;
  /** Whether a run that was let through may only run on the agent with the least room that holds it; else Chronos chooses. */
  picksAgent: boolean;
  /** Whether idle cpus are used to be surer of a deadline. */
  usesIdleCpus: boolean;
}

const off: Policy = {
  name: 'off',
  yields: false,
  ordersQueue: false,
  isGated: false,
  picksAgent: false,
  usesIdleCpus: false,
};
const cheap: Policy = { ...off, name: 'yield, cpus only', yields: true };
const yielding: Policy = { ...cheap, name: 'yield', ordersQueue: true };
const gate: Policy = { ...cheap, name: 'gate', isGated: true, picksAgent: true };

/** What is compared, with what every job by itself comes to as the first. */
export const policies: Policy[] = [
  off,
  cheap,
  yielding,
  gate,
  { ...gate, name: 'gate + idle cpus', usesIdleCpus: true },
  { ...gate, name: 'gate, any agent', picksAgent: false },
];
