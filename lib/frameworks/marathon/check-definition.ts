import * as z from 'zod';
import type { Json } from '../../job/decision.ts';
import type { CheckedDefinition } from '../../ports/framework.ts';
import { isFields } from '../../request/legacy-fields.ts';
import { parse } from '../../request/parse.ts';
import { withoutNulls } from '../../request/without-nulls.ts';
import { commandField, commandOfWords } from '../wrapper/command-field.ts';
import { adjustmentsOf } from './adjustments.ts';
import { container, notNegative, sentAsGiven, wholeNumber } from './app-fields.ts';
import { brokenRules } from './app-rules.ts';
import { isSent } from './known-fields.ts';
import { saidTwice, withoutEmptyTwins } from './old-forms.ts';

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
      'must not contain restart, tasks or versions as a part: Marathon takes these for calls',
    ),
  cmd: commandField.optional(),
  args: z.array(z.string('must be a string')).min(1, 'must not be empty').max(1000).optional(),
  container: container.optional(),
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
  executor: z
    .string('must be a string')
    .regex(/^(\/\/cmd)?$/, 'must be empty: an executor of its own would not run cmd')
    .optional(),
  instances: z.int('must be a whole number').optional(),
  upgradeStrategy: z.looseObject({}).optional(),
  ...sentAsGiven,
  backoffSeconds: wholeNumber.default(1),
  backoffFactor: z.number('must be a number').min(1, 'must be at least 1').default(1.5),
  maxLaunchDelaySeconds: wholeNumber.default(longestLaunchDelaySeconds),
});

/** An app whose fields are right, each by itself. */
export type App = z.infer<typeof app>;

const checkedApp = app.superRefine((given, context) => {
  for (const rule of brokenRules(given)) context.addIssue({ code: 'custom', ...rule });
});
const request = z.object({ job: checkedApp });

/** Parses the native Marathon app of a launch request; InvalidRequestError names each field that is wrong. */
export function checkDefinition(job: Record<string, unknown>): CheckedDefinition {
  const asked = withoutEmptyTwins(withNullsOfMaps(withoutNulls(job), job));
  const given = parse(request, { job: asked }, 'launch request').job;
  const labels = { ...given.labels, MARATHON_SINGLE_INSTANCE_APP: 'true' };
  const maxLaunchDelaySeconds = Math.min(given.maxLaunchDelaySeconds, longestLaunchDelaySeconds);
  const twice = saidTwice(given);
  const kept = Object.entries({ ...given, labels, maxLaunchDelaySeconds }).filter(
    ([field]) => isSent(field) && !twice.has(field),
  );
  return {
    name: given.id.startsWith('/') ? given.id : `/${given.id}`,
    image: given.container?.docker.image ?? '',
    command: given.cmd ?? commandOfWords(given.args),
    definition: Object.fromEntries(kept) as { [key: string]: Json },
    cpus: given.cpus ?? null,
    iterations: null,
    adjustments: adjustmentsOf(asked, given, longestLaunchDelaySeconds),
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
