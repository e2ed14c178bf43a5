import * as z from 'zod';
import type { Json } from '../../job/decision.ts';
import type { CheckedDefinition } from '../../ports/framework.ts';
import { isFields } from '../../request/legacy-fields.ts';
import { parse } from '../../request/parse.ts';
import { withoutNulls } from '../../request/without-nulls.ts';
import { commandField } from '../wrapper/command-field.ts';
import { container, notNegative, sentAsGiven, wholeNumber } from './app-fields.ts';
import { brokenRules } from './app-rules.ts';

const segment = '(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])';
const appId = new RegExp(`^/?${segment}(/${segment})*$`);
/** Parts of a path that the API takes for its own: as the last, and below an app that may be there. */
const ownPaths = /((^|\/)(restart|tasks|versions)$)|([^/]\/(restart|tasks|versions)\/)/;
const longestId = 200;
const longestLaunchDelaySeconds = 60;

const positive = z.number('must be a number').positive('must be above 0');

const app = z.looseObject({
  id: z
    .string('is required and must be a string')
    .max(longestId, `must be at most ${longestId} characters`)
    .regex(appId, 'must be lower-case letters, digits, dashes and dots, in a path such as /group/app')
    .refine(
      (id) => !ownPaths.test(id),
      'must not hold restart, tasks or versions as a part: Marathon takes these for calls',
    ),
  cmd: commandField.optional(),
  args: z.array(z.string('must be a string')).min(1, 'must not be empty').max(1000).optional(),
  container,
  cpus: positive.optional(),
  mem: notNegative.optional(),
  env: z
    .record(
      z.string().refine((name) => !name.startsWith('PACER_')),
      z.union([z.string(), z.object({ secret: z.string() })], 'must be a string or { "secret": "…" }'),
      { error: ({ code }) => (code === 'invalid_key' ? 'must not begin with PACER_' : undefined) },
    )
    .optional(),
  residency: z.never('cannot be used: Marathon cannot change the cpus of such an app').optional(),
  instances: z.int('must be a whole number').optional(),
  upgradeStrategy: z.looseObject({}).optional(),
  ...sentAsGiven,
  backoffSeconds: wholeNumber.default(1),
  backoffFactor: z.number('must be a number').min(1, 'must be at least 1').default(1.5),
  maxLaunchDelaySeconds: wholeNumber.default(longestLaunchDelaySeconds),
});

/** An app whose fields are right, each by itself. */
export type App = z.infer<typeof app>;

/** Fields of an app that Pacer sets itself, or that only Marathon may. */
const notTheUsers = new Set([
  ...['id', 'cmd', 'args', 'cpus', 'instances', 'upgradeStrategy', 'version', 'versionInfo', 'deployments'],
  ...[
    'tasks',
    'tasksStaged',
    'tasksRunning',
    'tasksHealthy',
    'tasksUnhealthy',
    'taskStats',
    'lastTaskFailure',
  ],
]);

const checkedApp = app.superRefine((given, context) => {
  for (const rule of brokenRules(given)) context.addIssue({ code: 'custom', ...rule });
});
const request = z.object({ job: checkedApp });

/** Parses the native Marathon app of a launch request; InvalidRequestError names each field that is wrong. */
export function checkDefinition(job: Record<string, unknown>): CheckedDefinition {
  const asked = withNullsOfMaps(withoutNulls(job), job);
  const given = parse(request, { job: asked }, 'launch request').job;
  const labels = { ...given.labels, MARATHON_SINGLE_INSTANCE_APP: 'true' };
  const maxLaunchDelaySeconds = Math.min(given.maxLaunchDelaySeconds, longestLaunchDelaySeconds);
  const kept = Object.entries({ ...given, labels, maxLaunchDelaySeconds }).filter(
    ([field]) => !notTheUsers.has(field) && !isSaidTwice(field, given),
  );
  return {
    name: given.id.startsWith('/') ? given.id : `/${given.id}`,
    image: given.container.docker.image,
    command: given.cmd ?? (given.args ?? []).map(quoted).join(' '),
    definition: Object.fromEntries(kept) as { [key: string]: Json },
    cpus: given.cpus ?? null,
    iterations: null,
    adjustments: adjustments(given),
  };
}

/** A field that is null counts as absent, but not one of those that the user names: Marathon refuses it. */
function withNullsOfMaps(
  asked: Record<string, unknown>,
  job: Record<string, unknown>,
): Record<string, unknown> {
  const maps = ['env', 'labels', 'secrets'].map((map) => {
    const nulls = Object.entries(isFields(job[map]) ? job[map] : {}).filter(([, value]) => value === null);
    return nulls.length === 0 ? {} : { [map]: { ...Object(asked[map]), ...Object.fromEntries(nulls) } };
  });
  return Object.assign({}, asked, ...maps);
}

/**
 * Marathon up to 1.4 shows these beside their successors, or beside the mappings of another network than the host's, and no
 * Marathon takes both.
 */
function isSaidTwice(field: string, given: App): boolean {
  if (field === 'uris') return 'fetch' in given;
  const isMapped = ['BRIDGE', 'USER'].includes(String(given.container.docker.network).toUpperCase());
  return (
    (field === 'ports' && 'portDefinitions' in given) || (/^port(s|Definitions)$/.test(field) && isMapped)
  );
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function adjustments(given: App): string[] {
  const made = [
    'There is one instance, labelled MARATHON_SINGLE_INSTANCE_APP, and upgradeStrategy is 0/0: a task has ended before the next starts, unless Mesos has lost touch with its agent: then both may run for a while, and the runs of both count.',
    'cmd runs iteration after iteration in one task and reports each; a restarted task continues with the next.',
    `A task that fails is started again after ${given.backoffSeconds} s, each time ${given.backoffFactor} times later, up to ${Math.min(given.maxLaunchDelaySeconds, longestLaunchDelaySeconds)} s.`,
  ];
  if (given.args !== undefined)
    made.push('args are run as a command; the entry point of the image is not used.');
  if (given.cpus === undefined)
    made.push('The app specifies no cpus; it starts with 1, or with the nearest value within its bounds.');
  return made;
}
