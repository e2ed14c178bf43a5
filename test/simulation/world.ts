import type { Clock } from './clock.ts';
import type { Ledger } from './ledger.ts';
import type { Cluster } from './mesos/cluster.ts';
import type { SentReport } from './mesos/container.ts';
import type { FrameworkServer } from './mesos/framework-server.ts';
import type { MonascaServer } from './monasca.ts';
import type { Pacer } from './pacer/surroundings.ts';
import type { Scenario } from './scenario.ts';
import type { Secrets } from './secrets.ts';
import type { Engine } from './table/engine.ts';
import type { Item } from './table/expression.ts';
import type { Weather } from './weather.ts';

/** What there is in one simulation. */
export interface World {
  scenario: Scenario;
  clock: Clock;
  startedAt: number;
  weather: Weather;
  ledger: Ledger;
  engine: Engine;
  cluster: Cluster;
  framework: FrameworkServer;
  monasca: MonascaServer;
  pacer: Pacer;
  secrets: Secrets;
  /** The reports that were sent, as they were sent. */
  sentReports: SentReport[];
  /** The bounds of the cpus that were changed to. */
  askedBounds: { min: number; max: number }[];
  /** Whether nothing is left to do, as it was found last, and whether something was done since. */
  quiet: { isClean: boolean; isStale: boolean };
  tell: (text: string) => void;
}

/** An item of the table before and after a write. */
export type Written = { before: Item | undefined; after: Item | undefined };
