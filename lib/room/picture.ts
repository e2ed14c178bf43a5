import { type AgentRoom, type Claim, type Room, thousandths } from './room.ts';

/** After this time the run of a claim has found its offer, and Mesos counts what it uses; or nothing will come of it. */
const unseenMs = 8_000;

/** The claims that a picture of Mesos, asked for at `seenAt`, may not show yet. */
export function unseenClaims(claims: Record<string, Claim>, seenAt: number): Record<string, Claim> {
  return Object.fromEntries(Object.entries(claims).filter(([, { at }]) => seenAt - at < unseenMs));
}

/** The room of these agents, less the claims. Of too many agents those with the most room are kept. */
export function pictureOf(
  agents: readonly AgentRoom[],
  { claims, seenAt, agentsAtMost }: { claims: Record<string, Claim>; seenAt: number; agentsAtMost: number },
): Omit<Room, 'version'> {
  const kept = agents.toSorted((a, b) => b.freeCpus - a.freeCpus).slice(0, agentsAtMost);
  const free = Object.fromEntries(kept.map(({ id, freeCpus }) => [id, thousandths(freeCpus)]));
  for (const { agent, cpus } of Object.values(claims)) {
    const left = free[agent];
    if (left !== undefined) free[agent] = thousandths(left - cpus);
  }
  return { seenAt, free, largestCpus: Math.max(0, ...agents.map(({ totalCpus }) => totalCpus)), claims };
}

/** Agents of which nobody tells what they use: all is free but what is claimed. */
export function statedAgents(cpus: readonly number[]): AgentRoom[] {
  return cpus.map((each, index) => ({ id: `agent-${index + 1}`, totalCpus: each, freeCpus: each }));
}
