import type { Cluster } from '../cluster.ts';
import type { Container } from '../container.ts';

export type Definition = Record<string, unknown> & { id: string; cpus: number; version: string };

export interface Task {
  id: string;
  version: string;
  cpus: number;
  state: 'TASK_STAGING' | 'TASK_RUNNING';
  startedAt: string | null;
  container: Container | null;
  isKilled: boolean;
}

/** What an app that waits for an offer has seen of offers. */
export interface Waiting {
  since: number;
  notBefore: number;
  rejectedAt: number | null;
  usedAt: number | null;
}

export interface App {
  definition: Definition;
  instances: 0 | 1;
  isDeleted: boolean;
  tasks: Task[];
  deployment: string | null;
  failure: Record<string, unknown> | null;
  waiting: Waiting | null;
  backoffMs: number;
  launches: number;
}

/** What a Marathon 1.8 holds. */
export interface Marathon {
  cluster: Cluster;
  apps: Map<string, App>;
  /** Deleted ones whose tasks still end, which hold their names. */
  dying: Set<App>;
  live: Set<Container>;
  downUntil: number;
  count: number;
  lastVersionAt: number;
}

export function newMarathon(cluster: Cluster): Marathon {
  return {
    cluster,
    apps: new Map(),
    dying: new Set(),
    live: new Set(),
    downUntil: 0,
    count: 0,
    lastVersionAt: 0,
  };
}

/** Versions are instants, and no two are the same. */
export function newVersion(marathon: Marathon): string {
  marathon.lastVersionAt = Math.max(marathon.cluster.clock.now(), marathon.lastVersionAt + 1);
  return new Date(marathon.lastVersionAt).toISOString();
}
