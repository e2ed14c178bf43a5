import type { JobSpec, Point } from '../job/job.ts';
import type { WebhookFailure } from '../job/monitored.ts';
import type { ToldOccurrence } from '../recurring/recurring-job.ts';

/** A point of a job, by the instant at which it was made (epoch milliseconds). */
export interface PointKey {
  jobId: string;
  at: number;
}

/** The points of which somebody is still to be told: an outbox, written with the state of the job. */
export interface UntoldStore {
  /** The points made before the instant, a few thousand at most. Those that are not on the bus yet come first. */
  untold(before: number): Promise<PointKey[]>;
  /** Null when it has been told or has expired. */
  loadUntold(key: PointKey): Promise<Untold | null>;
  /** Notes what is left to do of one that the bus has been told of. */
  postpone(key: PointKey, delivery: Delivery): Promise<void>;
  markTold(key: PointKey): Promise<void>;
  /** Notes in the job what its webhook is not told any more; nothing where there is no such job any more. */
  noteFailure(jobId: string, failure: WebhookFailure): Promise<void>;
}

/** What events tell of a job besides what became of it, and whom else they go to. */
export type ToldSpec = Pick<
  JobSpec,
  'jobId' | 'name' | 'framework' | 'cluster' | 'launchedBy' | 'scheduledAt' | 'webhook'
>;

/** A point, the job that it is of, and how far it has been told. An occurrence that launched no job is told in the same way. */
export interface Untold {
  spec: ToldSpec;
  point: Point | ToldOccurrence;
  delivery: Delivery;
}

export interface Delivery {
  isOnBus: boolean;
  /** How often the webhook was called for nothing. */
  tries: number;
  /** When it may be called again, epoch milliseconds. */
  nextTryAt: number;
}

/** An event as EventBridge takes it, but for its bus. */
export interface BusEvent {
  source: string;
  detailType: string;
  /** Epoch milliseconds. */
  time: number;
  detail: Readonly<Record<string, unknown>>;
}

/** Puts events onto the bus, ten at most. Throws when one of them may not have arrived. */
export type PutEvents = (events: readonly BusEvent[]) => Promise<void>;
