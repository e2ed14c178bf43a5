import { cpuGrid } from '../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { type Contender, firstAgent, goesLast, placements, tightest } from '../../lib/room/placements.ts';
import { setCpus } from './ask-law.ts';
import { deadlineOf, isDoomed, type Member } from './member.ts';

/** Room of the agents, less what was promised to runs that Chronos has not launched yet. */
export interface Room {
  /** Whether Pacer chooses the agent; else it is the first that fits. */
  picksAgent: boolean;
  free(): number[];
  now(): number;
  /** Asks Chronos for the run; from then on the room is promised. */
  start(member: Member, agent: number): void;
}

export interface Gate {
  waiting: Member[];
  /** Starts each waiting job that its place in the order and the room allow. */
  open(): void;
}

/** The gate of the product, by an exact picture of the room and with all that wait in view. */
export function gate(room: Room): Gate {
  const waiting: Member[] = [];
  return {
    waiting,
    open() {
      const agents = room.free().map((cpus, agent) => ({ agent: String(agent), cpus }));
      const contenders = waiting.map((member) => contenderOf(member, room.now()));
      const pick = room.picksAgent ? tightest : firstAgent;
      for (const { contender, agent, cpus } of placements(contenders, agents, pick)) {
        const { member } = contender;
        waiting.splice(waiting.indexOf(member), 1);
        setCpus(member, cpus);
        room.start(member, Number(agent));
      }
    },
  };
}

function contenderOf(member: Member, now: number): Contender & { member: Member } {
  const waitedSeconds = now - member.readyAt;
  const iterationSeconds = member.lastDurationSeconds;
  return {
    member,
    isLast: goesLast({ isLate: isDoomed(member), waitedSeconds, iterationSeconds }),
    deadlineAt: deadlineOf(member),
    waitedSeconds,
    cpus: member.cpus,
    choices: cpuGrid(member.job.scenario.plan.cpus),
  };
}
