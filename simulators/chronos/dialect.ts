import type { HttpReply } from '../http/message.ts';
import type { ChronosError, ChronosErrorKind } from './api-error.ts';
import type { ChronosJob } from './job.ts';
import type { JsonFields } from './json-fields.ts';
import type { TimetableFactory } from './timetable.ts';

export type ChronosVersion = '2.5.1' | '3.0.2';

/** Everything in which one version of Chronos differs from another. */
export type Dialect = {
  version: ChronosVersion;
  /** What every path of the API begins with. */
  prefix: string;
  /** What a new job may be called, and how the refusal of another name says it. */
  namePattern: RegExp;
  allowedNames: string;
  /** Whether a name can be the last part of a path in ZooKeeper, where control characters cannot. */
  storesAnyName: boolean;
  /** The status of the page at the root, where nothing is to be seen. */
  rootStatus: 403 | 404;
  /** Which optional fields of a job this version knows. */
  fields: { epsilon: boolean; async: boolean; concurrent: boolean; outputFile: boolean };
  requiresCommand: boolean;
  /** Whether a file to fetch is unpacked unless its job says otherwise. */
  extractsFetched: boolean;
  parseContainer(node: JsonFields): ChronosJob['container'];
  /** The schedule of a job that was posted without one. */
  runOnceSchedule(now: number): string;
  /** The earliest start that a new job may have, ms since 1970. */
  earliestStartAt: number;
  /** Whether a new job is known as soon as its POST is answered. */
  createsAtOnce: boolean;
  /** Whether a launch puts its job back as it was when its run left the queue. */
  storesLaunches: boolean;
  /** Whether the queue holds a job at most once. */
  dedupesQueue: boolean;
  /** Whether TASK_STARTING is known for what it is. */
  knowsStarting: boolean;
  /** Whether a kill ends tasks that are not yet seen running. */
  killsStaging: boolean;
  /** How a job that is to be killed is missed. */
  missingAtKill: ChronosErrorKind;
  /** What a job that is to be deleted or killed is called when it is missed. */
  missingName: string;
  runningState(tasks: number): string;
  timetable: TimetableFactory;
  errorReply(error: ChronosError, path: string): HttpReply;
  compresses: boolean;
};
