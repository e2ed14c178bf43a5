import type { BusEvent } from '../../../lib/ports/telling.ts';

/** What became of an event: when it came first, and whether it ever came again with other words. */
interface Told {
  event: BusEvent;
  at: number;
  isContradicted: boolean;
}

/** The default bus: each event that came, by its id. */
export type Bus = Map<string, Told>;
