import { at, type DetailedJob, type ShownPoint } from './shown.ts';

/** What the law said, as it stood from an instant on. */
export interface DecisionEntry {
  at: number;
  cpus: number;
  /** What the cpus were before; null where they stayed. */
  from: number | null;
  reason: string;
  sentence: string;
  completed: number;
}

/** The decisions of a job, oldest first; one that only repeats the sentence before is left out. */
export function decisionsOf({ points, initialCpus }: DetailedJob): DecisionEntry[] {
  return points.flatMap((point, i) => {
    const { decision } = point;
    const before = points[i - 1];
    if (!decision || before?.decision?.sentence === decision.sentence) return [];
    const cpusBefore = before?.cpus ?? initialCpus;
    const { reason, sentence } = decision;
    const from = cpusBefore === point.cpus ? null : cpusBefore;
    return [{ at: at(point.at), cpus: point.cpus, from, reason, sentence, completed: point.completed }];
  });
}

/** The decision that was in force at an instant. */
export function decisionAt(decisions: readonly DecisionEntry[], instant: number): DecisionEntry | null {
  return decisions.findLast((each) => each.at <= instant) ?? decisions[0] ?? null;
}

/** What became of a job, in its order. */
export interface EventEntry {
  at: number;
  name: NonNullable<ShownPoint['transitions']>[number];
}

export function eventsOf({ points }: DetailedJob): EventEntry[] {
  return points.flatMap((point) => (point.transitions ?? []).map((name) => ({ at: at(point.at), name })));
}
