import { isAbandonedLaunch } from '../../../lib/store/table.ts';
import type { Engine } from '../table/engine.ts';
import type { Item } from '../table/expression.ts';

/** What the invariants look at of a job's state in the table. */
export interface StoredState {
  jobId: string;
  version: number;
  retired: boolean;
  listing: string;
  iterations: number;
  pausedAt?: number | null;
  /** As they were changed. */
  cpusMin?: number;
  cpusMax?: number;
  metricsSentUpTo: number;
  /** The reports that wait to be counted. */
  inbox: Record<string, unknown>;
  progress: {
    status: string;
    completed: number;
    failures: number;
    cpus: number;
    lastPointAt: number;
    lastDurationSeconds: number | null;
    isLate: boolean;
    decision: { outlook: string } | null;
    finish: { reason: string; at: number } | null;
  };
}

export function stateOf(item: Item | undefined): StoredState | null {
  return item?.sk === 'STATE' && !isAbandonedLaunch(item) ? (item as unknown as StoredState) : null;
}

export function statesIn({ items }: Engine): StoredState[] {
  const states: StoredState[] = [];
  for (const item of items.values()) {
    const state = stateOf(item);
    if (state) states.push(state);
  }
  return states;
}

const ended = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export const isEnded = ({ progress }: StoredState) => ended.has(progress.status);

export function stateOfJob(engine: Engine, jobId: string): StoredState | null {
  return stateOf(engine.items.get(`JOB#${jobId}\nSTATE`));
}
