import type { Cluster } from '../cluster.ts';
import type { Container } from '../container.ts';

export type Definition = Record<string, unknown> & { name: string };

/** What a Chronos 3.0.2 holds: what is stored, what its leader remembers, and what really runs. */
export interface Chronos {
  cluster: Cluster;
  jobs: Map<string, Definition>;
  /** A new job shows after a moment. */
  visibleAt: Map<string, number>;
  queue: string[];
  /** When each of those was queued, which the id of its task tells. */
  queuedAt: Map<string, number>;
  /** Being launched: still shown as queued. */
  launching: Set<string>;
  /** The jobs whose launch is still to be stored, also when their runs have begun: to delete one now is to harm all. */
  beingStored: Set<string>;
  /** What the leader knows to run. */
  running: Map<string, Container>;
  live: Set<Container>;
  /** Jobs whose end is being stored: to delete one now is to harm all. */
  ending: Set<string>;
  /** Jobs that a DELETE took away under the hands of the scheduler. */
  zombies: Set<string>;
  history: { at: number; name: string; before: Definition | undefined }[];
  leader: { downUntil: number; emptyUntil: number; term: number };
  isDriverDead: boolean;
  isOffering: boolean;
  noOffersUntil: number;
  taskCount: number;
}

export function newChronos(cluster: Cluster): Chronos {
  return {
    cluster,
    jobs: new Map(),
    visibleAt: new Map(),
    queue: [],
    queuedAt: new Map(),
    launching: new Set(),
    beingStored: new Set(),
    running: new Map(),
    live: new Set(),
    ending: new Set(),
    zombies: new Set(),
    history: [],
    leader: { downUntil: 0, emptyUntil: 0, term: 1 },
    isDriverDead: false,
    isOffering: false,
    noOffersUntil: 0,
    taskCount: 0,
  };
}

/** Keeps the job as it is now, or that there is none. */
export function store(chronos: Chronos, name: string, after: Definition | undefined): void {
  const { jobs, history, cluster } = chronos;
  history.push({ at: cluster.clock.now(), name, before: jobs.get(name) });
  if (after) jobs.set(name, after);
  else jobs.delete(name);
}

/** The first reconciliation of a leader comes so long after its takeover. */
const reconciliationMs = 20 * 60_000;

/** Another server takes over: it knows what is stored, perhaps without the last of it, and nothing of what runs. */
export function failOver(chronos: Chronos, how: { forgetsMs: number; revivesMs: number }): void {
  const { cluster, leader, running } = chronos;
  const now = cluster.clock.now();
  cluster.tell('another Chronos takes over');
  forget(chronos, how);
  leader.term += 1;
  leader.downUntil = now + 3_000 + 8_000 * cluster.weather.chance('takeover');
  leader.emptyUntil = leader.downUntil + 900;
  for (const container of running.values()) container.isOutOfSight = true;
  chronos.isDriverDead = false;
  running.clear();
  chronos.zombies.clear();
  chronos.queue.length = 0;
  const { term } = leader;
  cluster.clock.after(reconciliationMs, () => leader.term === term && reconcile(chronos));
}

function forget({ cluster, history, jobs }: Chronos, how: { forgetsMs: number; revivesMs: number }): void {
  for (const { at, name, before } of history.toReversed()) {
    const age = cluster.clock.now() - at;
    const isRevived = before && !jobs.has(name) && age <= how.revivesMs;
    if (age > how.forgetsMs && !isRevived) continue;
    cluster.tell(`what became of ${name} ${age} ms ago is forgotten`);
    if (before) jobs.set(name, before);
    else jobs.delete(name);
  }
}

/** What really runs is found, of jobs that there are. */
function reconcile({ live, jobs, running }: Chronos): void {
  for (const container of live) {
    const name = container.taskId.split(':')[3] ?? '';
    if (!container.isLive || !jobs.has(name) || running.has(name)) continue;
    running.set(name, container);
    container.isOutOfSight = false;
  }
}

/** The job as the leader shows it, which has none for a moment after its takeover. */
export function visible({ cluster, leader, visibleAt, jobs }: Chronos, name: string): Definition | undefined {
  const now = cluster.clock.now();
  return now < leader.emptyUntil || now < (visibleAt.get(name) ?? 0) ? undefined : jobs.get(name);
}

export function stateOf({ running, queue, launching }: Chronos, name: string): string {
  if (running.has(name)) return '1 running';
  return queue.includes(name) || launching.has(name) ? 'queued' : 'idle';
}

export function jobIdOf({ environmentVariables }: Definition): string {
  const variables = (environmentVariables ?? []) as { name: string; value: string }[];
  return variables.find(({ name }) => name === 'PACER_JOB_ID')?.value ?? '';
}
