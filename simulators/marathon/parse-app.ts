import * as z from 'zod';
import { invalidFields } from './api-error.ts';
import { appDefinition } from './app.ts';
import {
  containerParts,
  dockerParts,
  fieldsOf,
  moment,
  oldNetwork,
  pathId,
  port,
  portMapping,
  versionInfo,
} from './definition-parts.ts';
import { isObject, violations } from './violation.ts';

const oldDocker = fieldsOf({
  ...dockerParts,
  network: oldNetwork.optional(),
  portMappings: z.array(portMapping).optional(),
});

const appFields = appDefinition.exactPartial().extend({
  container: fieldsOf({ ...containerParts, docker: oldDocker.optional() }).optional(),
  ports: z.array(port).optional(),
  uris: z.array(z.string().min(1).max(1024)).optional(),
  version: moment.optional(),
  versionInfo: versionInfo.optional(),
});

const namedFields = appFields.extend({ id: pathId });

/** What a request says about an app: any of its fields, in the old form or the new. */
export type AppFields = z.infer<typeof appFields>;

/** Reads the fields of a new app. Fields that are not known are ignored, and null means absent. */
export const parseApp = (value: unknown) => readFields(namedFields, isObject(value) ? value : {}, value);

/** Reads the fields of an update. Whatever is no object has none. */
export const parseUpdate = (value: unknown): AppFields =>
  parseFields(appFields, isObject(value) ? value : {});

/** Reads the updates of several apps. */
export const parseUpdates = (value: unknown): AppFields[] => parseFields(z.array(appFields), value);

/** Reads several apps, each of them whole. */
export const parseApps = (value: unknown) => parseFields(z.array(namedFields), value);

/** Anything that has fields. */
export const parseObject = (value: unknown) => parseFields(z.looseObject({}), value);

/** Reads by a schema and refuses as the server's JSON reader does. */
export const parseFields = <T>(schema: z.ZodType<T>, value: unknown): T => readFields(schema, value, value);

/** `shown` is what the words of a refusal speak of. */
function readFields<T>(schema: z.ZodType<T>, value: unknown, shown: unknown): T {
  const result = schema.safeParse(withoutNulls(value), { reportInput: true });
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.flatMap((issue) => violations(issue, shown)));
}

/** Fields whose values have names of the user's; a null among them is not the absence of a field. */
const maps = ['env', 'labels', 'secrets', 'options'];

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, maps.includes(key) ? item : withoutNulls(item)]));
}
