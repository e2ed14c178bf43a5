import * as z from 'zod/mini';
import type { Json } from '../../job/decision.ts';
import type { CheckedDefinition } from '../../ports/framework.ts';
import { isFields } from '../../request/legacy-fields.ts';
import { parse } from '../../request/parse.ts';
import { once } from '../../request/timed.ts';
import { withoutNulls } from '../../request/without-nulls.ts';
import { commandOfWords } from '../wrapper/command-field.ts';
import { adjustmentsOf } from './adjustments.ts';
import { app, longestLaunchDelaySeconds } from './app-fields.ts';
import { brokenRules } from './app-rules.ts';
import { isSent } from './known-fields.ts';
import { saidTwice, withoutEmptyTwins } from './old-forms.ts';

const request = once(() => z.object({ job: checkedApp() }));

const checkedApp = () =>
  app().check(
    z.superRefine((given, context) => {
      for (const rule of brokenRules(given)) context.addIssue({ code: 'custom', ...rule });
    }),
  );

/** Parses the native Marathon app of a launch request; InvalidRequestError names each field that is wrong. */
export function checkDefinition(job: Record<string, unknown>): CheckedDefinition {
  const asked = withoutEmptyTwins(withNullsOfMaps(withoutNulls(job), job));
  const given = parse(request(), { job: asked }, 'launch request').job;
  const labels = { ...given.labels, MARATHON_SINGLE_INSTANCE_APP: 'true' };
  const maxLaunchDelaySeconds = Math.min(given.maxLaunchDelaySeconds, longestLaunchDelaySeconds);
  const twice = saidTwice(given);
  const kept = Object.entries({ ...given, labels, maxLaunchDelaySeconds }).filter(
    ([field]) => isSent(field) && !twice.has(field),
  );
  return {
    name: given.id.startsWith('/') ? given.id : `/${given.id}`,
    image: given.container?.docker?.image ?? '',
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
