import type { Clock } from './clock.ts';
import { type Fault, type FaultKind, kinds } from './faults.ts';
import { chance } from './random.ts';

/** What goes wrong now. */
export interface Weather {
  /** Whether a fault of the kind strikes now; it is then counted as one that has struck. */
  strikes(kind: FaultKind): boolean;
  /** The fault of the kind that lasts now, if one does; whoever lets it strike tells so. */
  lasting(kind: FaultKind): Fault | undefined;
  struck(fault: Fault): void;
  /** A number from 0 to below 1, by what it is for and how often it was asked for. */
  chance(what: string): number;
  fired: ReadonlySet<FaultKind>;
  /** When the last fault is over, on the clock. */
  clearsAt: number;
}

export function weatherOf(
  seed: number,
  faults: Fault[],
  { clock, tell }: { clock: Clock; tell: (text: string) => void },
): Weather {
  const startedAt = clock.now();
  const fired = new Set<FaultKind>();
  const asked = new Map<string, number>();
  const byKind = Map.groupBy(faults, ({ kind }) => kind);
  const count = (what: string) => {
    const times = (asked.get(what) ?? 0) + 1;
    asked.set(what, times);
    return times;
  };
  const lasting = (kind: FaultKind) => {
    const ofKind = byKind.get(kind);
    if (ofKind === undefined) return undefined;
    const since = clock.now() - startedAt;
    return ofKind.find(({ from, until }) => from <= since && since < until);
  };
  const struck = ({ id, kind }: Fault) => {
    fired.add(kind);
    tell(`FAULT ${id} ${kind}: ${kinds[kind].means}`);
  };
  return {
    fired,
    lasting,
    struck,
    chance: (what) => chance(seed, what, count(what)),
    strikes(kind) {
      const fault = lasting(kind);
      if (!fault || chance(seed, fault.id, count(`fault ${fault.id}`)) >= fault.share) return false;
      struck(fault);
      return true;
    },
    clearsAt: startedAt + Math.max(0, ...faults.map(({ until }) => until)),
  };
}
