import type * as z from 'zod';
import { reportBody } from '../job/report.ts';
import { changeRequest, type LaunchRequest, launchRequest, resendRequest } from '../job/request.ts';

/** The instant at which a request comes bounds what it may say, but not by a number that a description could give. */
const anyTime = Number.POSITIVE_INFINITY;

/** The bodies of requests, by the name that the description gives them. */
export const requestSchemas: Record<string, z.ZodObject> = {
  LaunchRequest: launchRequest(anyTime),
  ChangeRequest: changeRequest(anyTime),
  ResendRequest: resendRequest(anyTime),
  Report: reportBody(anyTime),
};

const launch: Record<keyof LaunchRequest, string> = {
  framework: 'What runs the job.',
  cluster: 'The name of the set of credentials.',
  job: 'The native definition: of Chronos with `name`, `command` and `container.image`, or of Marathon with `id`, `cmd` and `container.docker.image`.',
  deadline:
    'When all iterations must be done: an instant with its zone, epoch seconds, or a length of time from now ("10m", "PT10M", 600); within a year.',
  iterations: 'How often the job runs; by default the number in a schedule such as "R20//PT1M".',
  iterationDuration:
    'What one iteration is thought to take at the cpus of the definition: a length of time. By default an even share of 80 % of the time to the deadline.',
  deviation:
    'By which fraction of the time to the deadline the job may be early before the law "step" takes cpus away; 0.05 by default.',
  cpus: 'The bounds of the cpus, whose defaults are parameters of the stack, and the steps of the law "step".',
  pause: 'Between two runs: a length of time, 0 by default.',
  law: 'What decides the cpus.',
  target: 'The probability of being on time that the law "adaptive" promises.',
  maxFailures: 'The job fails after so many failed runs in a row.',
  notify:
    'Whom Monasca tells when the job will probably be late: a new notification method, or one that is there.',
};

const report = {
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

/** What the fields of requests mean. */
export const fieldDescriptions: Record<string, Record<string, string>> = {
  LaunchRequest: launch,
  ChangeRequest: { deadline: launch.deadline },
  ResendRequest: {
    since:
      'Only what was measured from this instant on, ISO 8601 with its zone; by default all that is kept.',
  },
  Report: report,
};
