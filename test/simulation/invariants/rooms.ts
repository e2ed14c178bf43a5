import type { Invariant } from './invariant.ts';
import { stateOf } from './stored.ts';

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

/** What comes on top of ten iterations and ten minutes: ticks that come late, and a table or a framework that is away. */
const lateMs = 2 * 3_600_000;

const noneIsHeldForEver: Invariant = {
  name: 'none-is-held-for-ever',
  says: 'No run is held at the gate for much longer than ten of its iterations and ten minutes.',
  onWrite({ clock, scenario, weather }, { after }) {
    const state = stateOf(after);
    const since: number | undefined = Object(state?.progress).execution?.held?.since;
    if (!state || since === undefined || weather.fired.has('evaluations-stopped')) return null;
    const iterationSeconds = state.progress.lastDurationSeconds ?? scenario.declaredSeconds;
    const heldMs = clock.now() - since;
    return heldMs > 600_000 + 10_000 * iterationSeconds + lateMs
      ? `a run of ${state.jobId} is held for ${Math.round(heldMs / 1000)} s`
      : null;
  },
};

/** What the jobs of a cluster know of its room. */
export const rooms = [roomIsKept, noneIsHeldForEver];
