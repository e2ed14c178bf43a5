import * as z from 'zod/mini';
import { defaultFramework, frameworkNames } from '../job/frameworks.ts';
import { lawNames } from '../job/job.ts';
import { overlaps } from '../recurring/recurring-job.ts';
import { oneOf } from './alternatives.ts';
import { deadlineInput, durationInput } from './duration.ts';
import type { FieldNotes } from './field-notes.ts';
import { cpuBounds, type DefaultCpus } from './fields/cpus-field.ts';
import { methodTypes, notify, webhook } from './fields/notify-field.ts';
import { fraction, iterationCount, targetProbability } from './fields/number-fields.ts';
import { scheduleField } from './fields/schedule-field.ts';

const dayInSeconds = 86_400;
/** The name of a cluster, under which its credentials are stored. */
export const clusterName = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or dashes'));

/** The schema of each field of a launch request; what else is to be said of it stands in `launchFields`. */
export function launchSchemas(now: () => number, defaults: DefaultCpus) {
  return {
    framework: z._default(z.enum(frameworkNames, oneOf(frameworkNames)), defaultFramework),
    cluster: z._default(clusterName, 'default'),
    job: z.record(z.string(), z.unknown(), 'must be an object: the native job of its framework'),
    deadline: deadlineInput(now),
    iterations: z.optional(iterationCount),
    iterationDuration: z.optional(durationInput(0.1, 30 * dayInSeconds)),
    deviation: z._default(fraction, 0.05),
    cpus: z.prefault(cpuBounds(defaults), {}),
    pause: z._default(durationInput(0, dayInSeconds), 0),
    law: z._default(z.enum(lawNames, oneOf(lawNames)), 'adaptive'),
    target: z._default(targetProbability, 0.985),
    maxFailures: z._default(z.int().check(z.minimum(1), z.maximum(100)), 3),
    reportOutput: z._default(z.boolean('must be true or false'), true),
    notify: z._default(z.nullable(notify), null),
    webhook: z._default(z.nullable(webhook), null),
    schedule: z.optional(z.nullable(scheduleField(now))),
  };
}

export type LaunchField = keyof ReturnType<typeof launchSchemas>;

/** The fields of a launch request, in the order of the schemas. It stands apart from them: no function needs these texts. */
export const launchFields = {
  framework: {
    description: 'What runs the job.',
    option: {
      name: 'framework',
      value: 'name',
      help: 'what runs the job (default: as the file suggests)',
      choices: frameworkNames,
    },
    kept: 'as given',
  },
  cluster: {
    description: 'The name of the set of credentials.',
    option: { name: 'cluster', value: 'name', help: 'the cluster to use (default: "default")' },
    kept: 'as given',
  },
  job: {
    description:
      'The native definition: of Chronos with `name`, `command` and `container.image`, or of Marathon with `id` and `cmd`.',
    kept: {
      elsewhere: 'in what the check of the definition makes of it: name, command, image, cpus and the rest',
    },
  },
  deadline: {
    description:
      'When all iterations must be done: an instant with its time zone, epoch seconds or milliseconds, or a length of time from now ("10m", "PT10M", 600); within a year.',
    option: {
      name: 'deadline',
      value: 'when',
      help: 'from now (10m, 600, PT10M) or an instant (2030-01-31T18:00:00Z)',
    },
    kept: { elsewhere: 'in `deadlineAt` of the job, which can be changed' },
  },
  iterations: {
    description:
      'How many times the command must succeed; by default the number in a schedule such as "R20//PT1M".',
    option: {
      name: 'iterations',
      value: 'number',
      help: 'how many times the command must succeed',
      isNumber: true,
    },
    kept: { in: 'iterations' },
  },
  iterationDuration: {
    description:
      'How long one iteration is expected to take with the cpus of the definition: a length of time. By default an equal share of 80 % of the time to the deadline.',
    option: { name: 'duration', value: 'time', help: 'how long you expect one iteration to take: 35s' },
    kept: { in: 'iterationDurationSeconds' },
  },
  deviation: {
    description:
      'How early the job may be, as a fraction of the time to the deadline, before the law "step" removes cpus; 0.05 by default.',
    option: {
      name: 'deviation',
      value: 'fraction',
      help: 'how early the job may be before the law step removes cpus',
      isNumber: true,
    },
    kept: 'as given',
  },
  cpus: {
    description:
      'The bounds of the cpus (the defaults are parameters of the stack), and the steps of the law "step".',
    partOptions: {
      min: {
        name: 'cpus-min',
        value: 'number',
        help: 'the fewest cpus that the job may get',
        isNumber: true,
      },
      max: { name: 'cpus-max', value: 'number', help: 'the most cpus that the job may get', isNumber: true },
    },
    kept: 'as given',
  },
  pause: {
    description: 'The time between two runs: a length of time, 0 by default.',
    option: { name: 'pause', value: 'time', help: 'the time between two runs: 5s' },
    kept: { in: 'pauseSeconds' },
  },
  law: {
    description: 'The control law, which decides the cpus.',
    option: { name: 'law', value: 'name', help: 'the control law', choices: lawNames },
    kept: 'as given',
  },
  target: {
    description: 'The probability of meeting the deadline for which the law "adaptive" plans.',
    option: {
      name: 'target',
      value: 'probability',
      help: 'the probability of meeting the deadline: 0.5 to 0.9999',
      isNumber: true,
    },
    kept: 'as given',
  },
  maxFailures: {
    description: 'The job fails after this many failed runs in a row.',
    option: {
      name: 'max-failures',
      value: 'number',
      help: 'the job fails after this many failed runs in a row',
      isNumber: true,
    },
    kept: 'as given',
  },
  reportOutput: {
    description:
      'Whether the report of a failed run has the last lines of its stderr (2 KB at most); true by default.',
    kept: 'as given',
  },
  notify: {
    description:
      'Whom Monasca notifies when the job will probably be late, cannot be on time, failed, was cancelled by another caller, or was done late: a new notification method, or an existing one.',
    partOptions: {
      name: {
        name: 'notify',
        value: 'name',
        help: 'whom Monasca notifies: the name of a notification method',
      },
      type: {
        name: 'notify-type',
        value: 'type',
        help: 'makes the method, of this type',
        choices: methodTypes,
      },
      address: { name: 'notify-address', value: 'address', help: 'of the method that is made' },
      whenDone: { name: 'notify-when-done', help: 'tell also that the job was done on time' },
    },
    kept: 'as given',
  },
  webhook: {
    description: 'A `url` that gets a signed POST at each transition, and the `key` of the signature.',
    partOptions: {
      url: { name: 'webhook', value: 'url', help: 'gets a signed POST at each transition of the job' },
      key: {
        name: 'webhook-key',
        value: 'key',
        help: 'of the signature, 16 characters or more (default: PACER_WEBHOOK_KEY, which other users do not see)',
      },
    },
    kept: 'as given',
  },
  schedule: {
    description:
      'Makes the job a recurring one: `expression` is `cron(…)` or `rate(…)` as EventBridge Scheduler has them, `timeZone` is UTC by default, `startAt` is the first start of a rate, and `overlap` says what becomes of a start while the job before is live: `skip` (default), `queue` or `replace`. The deadline then is a length of time from each start. Null: a schedule in the definition does not count.',
    partOptions: {
      expression: {
        name: 'schedule',
        value: 'expression',
        help: 'launches the job again and again: "cron(0 2 * * ? *)" or "rate(12 hours)"',
      },
      timeZone: { name: 'time-zone', value: 'zone', help: 'of the schedule: Europe/Madrid (default: UTC)' },
      overlap: {
        name: 'overlap',
        value: 'what',
        help: 'what becomes of a start while the job before is live',
        choices: overlaps,
      },
    },
    kept: { elsewhere: 'in the recurring job' },
  },
} as const satisfies Record<LaunchField, FieldNotes>;

/** The fields that the spec of a job has as they are given. */
export type FieldAsGiven = {
  [Field in LaunchField]: (typeof launchFields)[Field]['kept'] extends 'as given' ? Field : never;
}[LaunchField];
