import * as z from 'zod';
import { ApiError, invalidFields, type Violation } from './api-error.ts';
import { appDefinition, container, dockerImage, portMapping } from './app.ts';

const oldNetwork = z.enum(['BRIDGE', 'HOST', 'USER', 'NONE']);
const oldDocker = dockerImage.extend({
  network: oldNetwork.optional(),
  portMappings: z.array(portMapping).optional(),
});

const appFields = appDefinition
  .omit({ versionInfo: true })
  .exactPartial()
  .extend({
    container: container.extend({ docker: oldDocker.optional() }).optional(),
    uris: z.array(z.string()).optional(),
    ports: z.array(z.int().min(0).max(65_535)).optional(),
  });

const namedFields = appFields.extend({ id: appDefinition.shape.id });

/** What a request says about an app: any of its fields, in the old form or the new. */
export type AppFields = z.infer<typeof appFields>;

/** Reads the body of a request; throws what the server answers to a body that is not JSON. */
export function parseJson(body: string): unknown {
  if (body.trim() === '') {
    const details = 'No content to map due to end-of-input\n at [Source: (String)""; line: 1, column: 0]';
    throw new ApiError(400, { message: 'Please specify data in JSON format', details });
  }
  try {
    return JSON.parse(body);
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    throw new ApiError(400, { message: 'Invalid JSON', details });
  }
}

/** Reads the fields of a new app. Fields that are not known are ignored, and null means absent. */
export const parseApp = (value: unknown) => parseFields(namedFields, value);

/** Reads the fields of an update. */
export const parseUpdate = (value: unknown): AppFields => parseFields(appFields, value);

/** Reads the updates of several apps. */
export const parseUpdates = (value: unknown) => parseFields(z.array(namedFields), value);

/** Reads by a schema and refuses as the server's JSON reader does. */
export function parseFields<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(withoutNulls(value), { reportInput: true });
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.map(violation));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

const violation = (issue: z.core.$ZodIssue): Violation => ({
  path: issue.path.map((key) => (typeof key === 'number' ? `(${key})` : `/${String(key)}`)).join(''),
  error: errorCode(issue),
});

const jsonTypes: Record<string, string> = {
  string: 'jsstring',
  number: 'jsnumber',
  int: 'jsnumber',
  boolean: 'jsboolean',
  array: 'jsarray',
};

function errorCode(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'error.path.missing';
      return `error.expected.${jsonTypes[issue.expected] ?? 'jsobject'}`;
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string' ? 'error.minLength' : 'error.min';
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string' ? 'error.maxLength' : 'error.max';
    case 'invalid_format':
      return 'error.pattern';
    case 'invalid_value':
      return 'error.unknown.enum.literal';
    default:
      return 'error.expected.jsobject';
  }
}
