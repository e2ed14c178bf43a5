import { OFFER_SECONDS } from './fleet-jobs.ts';
import type { Timeline } from './timeline.ts';

/** Without news Mesos offers again what was declined after this time. */
const ROUND_SECONDS = 5;
const NEARLY = 1e-9;

/** A run that was asked for. Its cpus are those of its job when it is launched. */
export interface Queued {
  cpus(): number;
  isUrgent(): boolean;
  /** The only agent that its constraints allow; null if it may run on any. */
  agent: number | null;
  launched(agent: number): void;
}

export interface ChronosQueue {
  /** Free cpus by agent. */
  free: number[];
  /** At the tail of its queue. */
  push(run: Queued): void;
  /** A run on this agent has ended. */
  release(agent: number, cpus: number): void;
}

/**
 * Chronos' queue: a round launches from the head what fits, urgent runs first. The first run that fits no agent goes to the tail,
 * whatever room is left, and ends the round.
 */
export function chronosQueue(timeline: Timeline, agents: number[]): ChronosQueue {
  const free = [...agents];
  const urgent: Queued[] = [];
  const others: Queued[] = [];
  let nextRoundAt = Number.POSITIVE_INFINITY;
  const roundIn = (seconds: number) => {
    const at = timeline.now() + seconds;
    if (at >= nextRoundAt - NEARLY) return;
    nextRoundAt = at;
    timeline.at(at, () => at === nextRoundAt && round());
  };
  const push = (run: Queued) => void (run.isUrgent() ? urgent : others).push(run);
  const launch = (run: Queued): boolean => {
    const cpus = run.cpus();
    const agent = free.findIndex((room, at) => room >= cpus - NEARLY && (run.agent ?? at) === at);
    if (agent < 0) return false;
    free[agent] = (free[agent] ?? 0) - cpus;
    run.launched(agent);
    return true;
  };
  const round = () => {
    nextRoundAt = Number.POSITIVE_INFINITY;
    for (let run = urgent.shift() ?? others.shift(); run; run = urgent.shift() ?? others.shift()) {
      if (launch(run)) continue;
      push(run);
      roundIn(ROUND_SECONDS);
      return;
    }
  };
  return {
    free,
    push(run) {
      push(run);
      roundIn(OFFER_SECONDS);
    },
    release(agent, cpus) {
      free[agent] = (free[agent] ?? 0) + cpus;
      if (urgent.length + others.length > 0) roundIn(OFFER_SECONDS);
    },
  };
}
