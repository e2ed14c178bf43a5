import type { Invariant } from './invariant.ts';
import { isEnded, statesIn } from './stored.ts';

interface StoredRoom {
  free: Record<string, number>;
  claims: Record<string, { agent: string; cpus: number }>;
}

const nearly = 1e-6;

const roomIsKept: Invariant = {
  name: 'room-is-kept',
  says: 'No more cpus of an agent are claimed than it has, and what is free of it is what is not claimed.',
  onWrite({ scenario }, { after }) {
    if (scenario.sharing === null || after?.sk !== 'ROOM' || after.free === undefined) return null;
    const { free, claims } = after as unknown as StoredRoom;
    const wrong = scenario.sharing.agents.flatMap((cpus, at) => {
      const agent = `agent-${at + 1}`;
      const claimed = Object.values(claims)
        .filter((each) => each.agent === agent)
        .reduce((sum, each) => sum + each.cpus, 0);
      const left = free[agent] ?? Number.NaN;
      const isRight = claimed <= cpus + nearly && Math.abs(cpus - claimed - left) < nearly;
      return isRight ? [] : [`of ${cpus} cpus of ${agent} ${claimed} are claimed and ${left} free`];
    });
    return wrong[0] ?? null;
  },
};

const noneIsHeldForEver: Invariant = {
  name: 'none-is-held-for-ever',
  says: 'No run is held at the gate at the end.',
  atEnd: ({ engine }) => {
    const held = statesIn(engine).find(
      (state) => !isEnded(state) && 'held' in Object(state.progress).execution,
    );
    return held ? `a run of ${held.jobId} is held` : null;
  },
};

/** What the jobs of a cluster know of its room. */
export const rooms = [roomIsKept, noneIsHeldForEver];
