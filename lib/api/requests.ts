import type * as z from 'zod';
import { launchFields } from '../request/launch-fields.ts';
import { changeRequest, launchRequest, resendRequest } from '../request/launch-request.ts';
import { reportBody, type SentReport } from '../request/report-body.ts';

/** The bodies of requests, by the name that the description gives them. */
export const requestSchemas = {
  LaunchRequest: launchRequest.schema,
  ChangeRequest: changeRequest.schema,
  ResendRequest: resendRequest.schema,
  Report: reportBody.schema,
} satisfies Record<string, z.ZodObject>;

export type RequestName = keyof typeof requestSchemas;

const launch = Object.fromEntries(
  Object.entries(launchFields).map(([field, { description }]) => [field, description]),
);

const report: Record<keyof SentReport, string> = {
  run: 'The name of the run: the same run has the same name, however often it is reported.',
  exitCode: '0 completes an iteration.',
  startedAt: "Epoch seconds on the container's clock.",
  finishedAt:
    "Epoch seconds on the container's clock; at most 300 s ahead, unless `endedSecondsAgo` makes the clock irrelevant.",
  endedSecondsAgo:
    "How long before this sending the run ended, by a timer that no change of the clock moves. Pacer then puts the run on its own clock by it, so that containers' clocks may differ, and uses the other instants only for how long the run took.",
  cpus: 'What the container had.',
  hostname: 'Where it ran.',
  container: 'The name of the container, as Docker shows it.',
};

const descriptions: Record<RequestName, Record<string, string>> = {
  LaunchRequest: launch,
  ChangeRequest: { deadline: launchFields.deadline.description },
  ResendRequest: {
    since:
      'Only what was measured from this instant on, ISO 8601 with its zone; by default all that is kept.',
  },
  Report: report,
};

/** What the fields of requests mean, by the name of the request. */
export const fieldDescriptions: ReadonlyMap<string, Record<string, string>> = new Map(
  Object.entries(descriptions),
);
