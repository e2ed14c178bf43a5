import { goesFirst, hadToWait } from '../../lib/plan/started-runs/contention.ts';
import { lowered, queuedTooLongMs } from '../../lib/plan/started-runs/settle-queued.ts';
import { type Asked, askLaw, setCpus } from './ask-law.ts';
import { type ChronosQueue, chronosQueue } from './chronos-queue.ts';
import type { Fleet } from './fleet-jobs.ts';
import { type Gate, gate, type Room } from './gate.ts';
import { fasterCpus } from './idle-cpus.ts';
import { isDone, isDoomed, launched, type Member, type Outcome } from './member.ts';
import type { Policy } from './policies.ts';
import { beginRun } from './run.ts';
import { type Timeline, timeline } from './timeline.ts';

const TICK_SECONDS = 60;
/** Idle cpus are used if more than this share of all is idle. */
const IDLE_SHARE = 0.15;

interface Cluster {
  policy: Policy;
  time: Timeline;
  queue: ChronosQueue;
  gate: Gate;
  totalCpus: number;
}

/** All jobs of a fleet to their ends, under one policy. */
export function simulateFleet(fleet: Fleet, policy: Policy): Outcome[] {
  const time = timeline();
  const queue = chronosQueue(time, fleet.agents);
  const totalCpus = fleet.agents.reduce((sum, cpus) => sum + cpus, 0);
  const claims = new Map<Member, { agent: number; cpus: number }>();
  const room: Room = {
    now: time.now,
    picksAgent: policy.picksAgent,
    free: () => {
      const free = [...queue.free];
      for (const { agent, cpus } of claims.values()) free[agent] = (free[agent] ?? 0) - cpus;
      return free;
    },
    start(member, agent) {
      claims.set(member, { agent, cpus: member.cpus });
      const pinned = policy.picksAgent ? agent : null;
      enqueue(cluster, member, { agent: pinned, launched: () => claims.delete(member) });
    },
  };
  const cluster: Cluster = { policy, time, queue, gate: gate(room), totalCpus };
  const members = fleet.jobs.map(launched);
  for (const member of members) time.at(member.job.launchedAt, () => ready(cluster, member, 0));
  time.run();
  return members;
}

function othersWait({ policy, gate }: Cluster, member: Member): boolean {
  if (!policy.yields) return false;
  return policy.isGated ? gate.waiting.some((other) => other !== member) : hadToWait(member.waits);
}

function ask(cluster: Cluster, member: Member, asked: Omit<Asked, 'now' | 'othersWait'>): void {
  const now = cluster.time.now();
  const situation = askLaw(member, { ...asked, now, othersWait: othersWait(cluster, member) });
  if (asked.runAgeSeconds === null && mayUseIdleCpus(cluster)) {
    const faster = fasterCpus(member, situation);
    if (faster !== null) setCpus(member, faster);
  }
}

function mayUseIdleCpus({ policy, gate, queue, totalCpus }: Cluster): boolean {
  const idle = queue.free.reduce((sum, cpus) => sum + cpus, 0);
  return policy.usesIdleCpus && gate.waiting.length === 0 && idle > IDLE_SHARE * totalCpus;
}

/** The job's next run may begin. */
function ready(cluster: Cluster, member: Member, newlyCompleted: number): void {
  member.readyAt = cluster.time.now();
  ask(cluster, member, { runAgeSeconds: null, newlyCompleted });
  if (isDone(member)) return;
  if (cluster.policy.isGated) waitAtGate(cluster, member);
  else enqueue(cluster, member, { agent: null, launched: () => {} });
}

function waitAtGate(cluster: Cluster, member: Member): void {
  cluster.gate.waiting.push(member);
  cluster.gate.open();
  lookWhileGated(cluster, member, member.readyAt);
}

function lookWhileGated(cluster: Cluster, member: Member, readyAt: number): void {
  cluster.time.at(cluster.time.now() + TICK_SECONDS, () => {
    if (member.readyAt !== readyAt || !cluster.gate.waiting.includes(member)) return;
    ask(cluster, member, { runAgeSeconds: null, newlyCompleted: 0 });
    cluster.gate.open();
    lookWhileGated(cluster, member, readyAt);
  });
}

interface Wish {
  agent: number | null;
  launched(): void;
}

function enqueue(cluster: Cluster, member: Member, wish: Wish): void {
  const { policy, queue, time } = cluster;
  const enqueuedAt = time.now();
  let isQueued = true;
  queue.push({
    cpus: () => member.cpus,
    agent: wish.agent,
    isUrgent: () => policy.ordersQueue && isUrgent(member, enqueuedAt, time.now()),
    launched(agent) {
      isQueued = false;
      wish.launched();
      if (member.decision?.reason.code === 'yielding') member.runsBehind += 1;
      run(cluster, member, { agent, enqueuedAt });
    },
  });
  lookWhileQueued(cluster, member, { enqueuedAt, isQueued: () => isQueued });
}

function isUrgent(member: Member, enqueuedAt: number, now: number): boolean {
  const queuedSeconds = now - enqueuedAt;
  const iterationSeconds = member.lastDurationSeconds;
  return goesFirst(
    { waits: member.waits, isLost: isDoomed(member), queuedSeconds, iterationSeconds },
    1000 * now,
  );
}

/** As an evaluation does: what has been queued for too long asks for less. */
function lookWhileQueued(
  cluster: Cluster,
  member: Member,
  run: { enqueuedAt: number; isQueued(): boolean },
): void {
  cluster.time.at(cluster.time.now() + TICK_SECONDS, () => {
    if (!run.isQueued()) return;
    const now = 1000 * cluster.time.now();
    if (now - 1000 * run.enqueuedAt >= queuedTooLongMs) {
      member.ceiling = lowered(member, member, { cpus: member.job.scenario.plan.cpus }, now);
      setCpus(member, Math.min(member.cpus, member.ceiling?.cpus ?? member.cpus));
    }
    lookWhileQueued(cluster, member, run);
  });
}

function run(cluster: Cluster, member: Member, from: { agent: number; enqueuedAt: number }): void {
  const { time, queue } = cluster;
  beginRun(time, member, {
    enqueuedAt: from.enqueuedAt,
    askInRun: (runAgeSeconds) => ask(cluster, member, { runAgeSeconds, newlyCompleted: 0 }),
    ended(cpus, newlyCompleted) {
      queue.release(from.agent, cpus);
      ready(cluster, member, newlyCompleted);
      cluster.gate.open();
    },
  });
}
