import type { HttpResponse } from '../../../lib/http/http.ts';
import type { Clock } from '../clock.ts';
import type { Ledger, Run } from '../ledger.ts';
import type { Weather } from '../weather.ts';

/** How a task ends, as Mesos says it. */
export type TaskEnd = 'TASK_FINISHED' | 'TASK_FAILED' | 'TASK_KILLED' | 'TASK_LOST';

/** What a container needs of the world. */
export interface Host {
  clock: Clock;
  weather: Weather;
  ledger: Ledger;
  tell: (text: string) => void;
  /** How long the run takes with so many cpus, in milliseconds, by its number of all of the job. */
  runMs: (jobId: string, cpus: number, number: number) => number;
  /** Sends a report; an answer comes to `hear`, null when none does within the time. */
  report: (sent: SentReport, hear: (answer: HttpResponse | null) => void) => void;
  reportsContainer: boolean;
  runBegins: (run: Run) => void;
}

/** A report as it leaves the container. */
export interface SentReport {
  jobId: string;
  authorization: string;
  body: string;
}

/** What the framework gave the task. */
export interface TaskOrder {
  taskId: string;
  environment: Record<string, string>;
  cpus: number;
  /** Whether it goes from run to run by itself. */
  loops: boolean;
  /** Whether it asks, before its first run, if there is anything to do. */
  asks?: boolean;
  /** Its command was replaced by one that does nothing. */
  doesNothing?: boolean;
  ended: (end: TaskEnd) => void;
}

export interface Container {
  taskId: string;
  jobId: string;
  isLive: boolean;
  /** The framework does not know of it any more, or cannot reach it. */
  isOutOfSight: boolean;
  /** It asked whether there is anything to do, and got no answer. */
  isUninformed: boolean;
  /** It was asked to end, and does so. */
  isEnding: boolean;
  /** The run that is going on. */
  run: Run | null;
  /** Asks it to end, as Mesos does; it may take its time. */
  stop(): void;
  /** It is gone from one moment to the next. */
  die(end: TaskEnd): void;
}

/** A container as it goes from one thing to the next. */
export interface Going {
  host: Host;
  order: TaskOrder;
  container: Container;
  /** How many runs it has begun. */
  runs: number;
  isStopped: boolean;
  /** A stop waits for its report. */
  isReporting: boolean;
  /** Takes back what it would do next. */
  takeBack: () => void;
}

/** Does the next thing, unless the container is gone by then. */
export function later(going: Going, milliseconds: number, act: () => void): void {
  going.takeBack = going.host.clock.after(milliseconds, () => going.container.isLive && act());
}

export function end({ host, order, container }: Going, status: TaskEnd): void {
  if (!container.isLive) return;
  container.isLive = false;
  if (container.run) endRun(host, container, container.run, 'killed');
  else if (status !== 'TASK_FINISHED' && order.loops) host.ledger.taskDied(container.jobId);
  host.tell(`task ${order.taskId} ends: ${status}`);
  order.ended(status);
}

export function endRun(host: Host, container: Container, run: Run, outcome: Run['outcome']): void {
  run.endedAt = host.clock.now();
  run.outcome = outcome;
  container.run = null;
  host.tell(`run ${run.name} ends: ${outcome}`);
}
