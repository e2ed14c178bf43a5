import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadSecret } from '../aws/secrets.ts';
import { agentsFrom } from '../clusters/agents.ts';
import { frameworks } from '../clusters/frameworks.ts';
import { laws } from '../control/laws.ts';
import type { EvaluateDeps } from '../evaluate/evaluate-deps.ts';
import type { Http } from '../http/http.ts';
import { httpFor, httpOf } from '../http/http-clients.ts';
import { monasca } from '../monitoring/monasca-monitoring.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { Schedules } from '../ports/schedules.ts';
import { jobsTable } from '../store/jobs-table.ts';
import { roomItems } from '../store/rooms/room-item.ts';
import type { Table } from '../store/table.ts';

export interface EvaluationParts {
  table: Table;
  read: ReadSecret;
  schedules: Schedules;
  log: Log;
  /** How often each job is looked at. */
  tickMinutes?: number;
  /** By default the real one. */
  outside?: Outside;
}

/** Time, chance, and HTTP by certificate authority: to a framework, and to Monasca with a timeout in seconds. */
export interface Outside {
  newHolder: () => string;
  now: Now;
  sleep: (milliseconds: number) => Promise<void>;
  httpFor: (ca: string | undefined) => Http;
  httpOf: (ca: string | undefined) => (timeoutSeconds: number) => Http;
}

/** The clock of this machine, and its network. */
export const real: Outside = {
  newHolder: randomUUID,
  now: Date.now,
  sleep: (milliseconds) => sleep(milliseconds),
  httpFor,
  httpOf,
};

/** A tick may be lost, or late. */
const ticksUntilGone = 3;

/** What an evaluation needs, put together. */
export function evaluation({
  table,
  read,
  schedules,
  log,
  tickMinutes = 1,
  outside = real,
}: EvaluationParts): EvaluateDeps {
  const store = jobsTable(table);
  const { now } = outside;
  return {
    store,
    schedules,
    laws,
    log,
    frameworkOf: frameworks(read, outside),
    gate: {
      rooms: roomItems(table),
      agentsOf: agentsFrom(read, outside.httpOf),
      staleAfterMs: ticksUntilGone * tickMinutes * 60_000,
    },
    monitoring: monasca({ store, read, log, now, httpOf: outside.httpOf }),
    newHolder: outside.newHolder,
    now,
    sleep: outside.sleep,
  };
}
