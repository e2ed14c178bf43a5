import type * as z from 'zod/mini';
import { longestOutputBytes } from '../job/last-lines.ts';
import { launchFields } from '../request/launch-fields.ts';
import {
  changeRequest,
  launchRequest,
  recurringChangeRequest,
  relaunchRequest,
  resendRequest,
} from '../request/launch-request.ts';
import { reportBody, type SentReport } from '../request/report-body.ts';

/** The bodies of requests, by the name that the description gives them. */
export const requestSchemas = {
  LaunchRequest: launchRequest.schema,
  ChangeRequest: changeRequest.schema,
  RelaunchRequest: relaunchRequest.schema,
  RecurringChangeRequest: recurringChangeRequest.schema,
  ResendRequest: resendRequest.schema,
  Report: reportBody.schema,
} satisfies Record<string, z.ZodMiniObject>;

export type RequestName = keyof typeof requestSchemas;

/** What a call may take in its path, its query and its headers; the description says what each is. */
export type ParameterName =
  | 'jobId'
  | 'job'
  | 'recurring'
  | 'idempotencyKey'
  | 'dryRun'
  | 'state'
  | 'name'
  | 'status'
  | 'cluster'
  | 'outlook'
  | 'limit'
  | 'before';

const launch = Object.fromEntries(
  Object.entries(launchFields).map(([field, { description }]) => [field, description]),
);

const report: Record<keyof SentReport, string> = {
  run: 'The name of the run, which is the same however often the run is reported.',
  exitCode: '0 completes an iteration.',
  startedAt: "Epoch seconds on the container's clock.",
  finishedAt:
    "Epoch seconds on the container's clock; at most 300 s in the future, unless `endedSecondsAgo` is given.",
  endedSecondsAgo:
    'How many seconds before this request the run ended, measured by the time since boot. Pacer computes the end of the run from it on its own clock, so the clocks of containers may differ; the other instants then only give the duration.',
  cpus: 'The cpus that the container had.',
  hostname: 'The host on which it ran.',
  container: 'The name of the container in Docker.',
  sandbox: 'Of a failed run: the folder of its task on the host, where the container knows it.',
  stderrHex: `Of a failed run: the last bytes of its stderr, ${longestOutputBytes} at most, in hexadecimal digits.`,
};

const descriptions: Record<RequestName, Record<string, string>> = {
  LaunchRequest: launch,
  ChangeRequest: {
    deadline: launchFields.deadline.description,
    iterations:
      'How many times the command must succeed, in all: more than are completed, for the next one has begun.',
    cpus: 'Other bounds of the cpus; what is not given stays. An allocation outside of them is changed.',
    target: launchFields.target.description,
    notify: `${launchFields.notify.description} Null: nobody any more.`,
  },
  RelaunchRequest: {
    deadline: `${launchFields.deadline.description} By default as long from now as the job had from its launch.`,
  },
  RecurringChangeRequest: {
    schedule:
      'What is given replaces that part of the schedule; `expression`, `timeZone`, `startAt`, `overlap`.',
    deadline: 'How long after its start a job must be done: a length of time.',
    iterations: 'Of the next jobs.',
    cpus: 'Other bounds of the cpus of the next jobs; what is not given stays.',
    target: launchFields.target.description,
    notify: `${launchFields.notify.description} Null: nobody any more.`,
  },
  ResendRequest: {
    since: 'Only metrics since this instant, ISO 8601 with its time zone; by default all that are kept.',
  },
  Report: report,
};

/** What the fields of requests mean, by the name of the request. */
export const fieldDescriptions: ReadonlyMap<string, Record<string, string>> = new Map(
  Object.entries(descriptions),
);
