/** A job that is on time may take less than it wants, down to this share, rather than wait. */
const shrunkLeast = 0.6;
/** Once a run has waited for so long, none behind it starts. */
const patienceSeconds = 60;
/** A job of which no run began for as long as so many of its iterations take is no longer last, until one has begun. */
const starvedIterations = 10;
const nearly = 1e-9;

/** A job whose next run may begin. */
export interface Contender {
  /** Whether it comes after all that can be on time. */
  isLast: boolean;
  /** By any clock that all share. */
  deadlineAt: number;
  waitedSeconds: number;
  /** What its run is to have. */
  cpus: number;
  /** All cpus that it may have, ascending. */
  choices: readonly number[];
}

/** Free cpus of one agent. */
export interface FreeAgent {
  agent: string;
  cpus: number;
}

/** A run that may begin, with its cpus. Chronos chooses the agent itself, so for its runs `agent` is a forecast. */
export interface Placement<C extends Contender> extends FreeAgent {
  contender: C;
}

/** The agent that takes a run of so many cpus. */
export type PickAgent = (free: readonly FreeAgent[], cpus: number) => FreeAgent | undefined;

/** What decides whether a job comes after all that can be on time. */
export interface Rank {
  isLate: boolean;
  waitedSeconds: number;
  iterationSeconds: number;
}

export function goesLast({ isLate, waitedSeconds, iterationSeconds }: Rank): boolean {
  return isLate && !isStarved({ waitedSeconds, iterationSeconds });
}

export function isStarved({ waitedSeconds, iterationSeconds }: Omit<Rank, 'isLate'>): boolean {
  return waitedSeconds > starvedIterations * iterationSeconds;
}

/** Below 0 if `a` goes first. */
export function inOrder(a: Contender, b: Contender): number {
  return Number(a.isLast) - Number(b.isLast) || a.deadlineAt - b.deadlineAt;
}

/**
 * Which runs may begin now: in the order of deadlines, those of late jobs last, and only where an agent has room. The first that can be
 * on time shrinks to what there is. Behind one that has waited for long nobody begins, so that the room that it needs can gather.
 */
export function placements<C extends Contender>(
  contenders: readonly C[],
  agents: readonly FreeAgent[],
  pick: PickAgent = tightest,
): Placement<C>[] {
  const free = agents.map((each) => ({ ...each }));
  const ordered = contenders.toSorted(inOrder);
  const first = ordered.find(({ isLast }) => !isLast);
  const placed: Placement<C>[] = [];
  for (const contender of ordered) {
    const cpus = fitting(contender, free, { mayShrink: contender === first, pick });
    const found = cpus === null ? undefined : pick(free, cpus);
    if (cpus !== null && found) {
      found.cpus -= cpus;
      placed.push({ contender, agent: found.agent, cpus });
    } else if (contender.waitedSeconds > patienceSeconds) return placed;
  }
  return placed;
}

function fitting(
  { cpus, choices }: Contender,
  free: readonly FreeAgent[],
  { mayShrink, pick }: { mayShrink: boolean; pick: PickAgent },
): number | null {
  if (pick(free, cpus)) return cpus;
  if (!mayShrink) return null;
  const most = Math.max(...free.map((each) => each.cpus));
  const shrunk = choices.findLast((each) => each <= most + nearly) ?? 0;
  return shrunk < shrunkLeast * cpus ? null : shrunk;
}

/** The first that has room, as Chronos takes it. */
export function firstAgent(free: readonly FreeAgent[], cpus: number): FreeAgent | undefined {
  return free.find((each) => each.cpus >= cpus - nearly);
}

/** The one with the least left over. */
export function tightest(free: readonly FreeAgent[], cpus: number): FreeAgent | undefined {
  let best: FreeAgent | undefined;
  for (const each of free) {
    if (each.cpus >= cpus - nearly && (best === undefined || each.cpus < best.cpus)) best = each;
  }
  return best;
}
