import type { Launch, Launched } from '../../../lib/commands/launch-job.ts';
import type { HttpResponse } from '../../../lib/http/http.ts';
import type { Job } from '../../../lib/job/job.ts';
import type { Log } from '../../../lib/ports/environment.ts';
import type { Cause } from '../../../lib/ports/schedules.ts';
import type { ChangeRequest } from '../../../lib/request/launch-request.ts';
import type { Engine } from '../table/engine.ts';
import type { Item } from '../table/expression.ts';
import type { Bus } from './bus.ts';
import type { EventBridge } from './event-bridge.ts';
import type { Server } from './http.ts';
import type { Invocation, Outcome, Surroundings } from './lambda.ts';

/** What Pacer has of the world. */
export interface PacerWorld extends Surroundings {
  engine: Engine;
  framework: Server;
  monasca: Server;
  readSecret: (name: string) => string;
  log: Log;
  onOver: (invocation: Invocation, outcome: Outcome<unknown>) => void;
}

export type WakeEvent = { jobId: string; cause: Cause };
export type RequestedChange =
  | { jobId: string; cancel: true }
  | { jobId: string; turn: 'pause' | 'resume' }
  | { jobId: string; change: ChangeRequest };

/** The stack: its functions, its schedules and its wakes. */
export interface Pacer {
  launch(launch: Launch): Promise<Outcome<Launched>>;
  change(wish: RequestedChange): Promise<Outcome<Job>>;
  evaluate(event: WakeEvent): void;
  /** What API Gateway answers to a report. */
  report(call: { jobId: string; authorization: string; body: string }): Promise<HttpResponse>;
  schedules: EventBridge;
  bus: Bus;
  /** What the stream of the table shows. */
  written(before: Item | undefined, after: Item | undefined): void;
}
