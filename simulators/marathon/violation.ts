import type * as z from 'zod';
import type { Violation } from './api-error.ts';
import { largestInt } from './definition-parts.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What the server's JSON reader says of a value that does not fit. `root` is the JSON as it came. */
export function violations(issue: Issue, root: unknown, above: Path = []): Violation[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const last = issue.errors.at(-1) ?? [];
    return last.flatMap((inner) => violations(inner, root, path));
  }
  return [{ path: shownPath(path), error: errorCode(issue, { root, path }) }];
}

const shownPath = (path: Path): string =>
  path.map((key) => (typeof key === 'number' ? `(${key})` : `/${String(key)}`)).join('');

const jsonTypes: Record<string, string> = {
  string: 'jsstring',
  number: 'jsnumber',
  int: 'jsnumber',
  boolean: 'jsboolean',
  array: 'jsarray',
};

function errorCode(issue: Issue, place: { root: unknown; path: Path }): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, place);
    case 'too_small':
      return hasLength(issue) ? 'error.minLength' : 'error.min';
    case 'too_big':
      if (issue.maximum === largestInt) return 'error.expected.int';
      return hasLength(issue) ? 'error.maxLength' : 'error.max';
    case 'invalid_format':
      return 'error.pattern';
    case 'invalid_value':
      return wrongName(issue, place);
    case 'custom':
      return issue.message;
    default:
      return 'error.expected.jsobject';
  }
}

const hasLength = ({ origin }: { origin: string }): boolean => origin === 'array' || origin === 'string';

function wrongType(
  { expected, input }: z.core.$ZodIssueInvalidType,
  { root, path }: { root: unknown; path: Path },
): string {
  if (input === undefined)
    return absent({ root, path }) ?? `error.expected.${jsonTypes[expected] ?? 'jsobject'}`;
  if (expected === 'int' && typeof input === 'number') return 'error.expected.int';
  return `error.expected.${jsonTypes[expected] ?? 'jsobject'}`;
}

function wrongName({ input }: { input?: unknown }, place: { root: unknown; path: Path }): string {
  if (input === undefined) return absent(place) ?? 'error.expected.jsstring';
  return typeof input === 'string' ? 'error.unknown.enum.literal' : 'error.expected.jsstring';
}

/** The few parts that are read by another reader, which does not echo what it was given. */
const tersely = /^\/versionInfo\/|^\/secrets\/|^\/env\/|\/command\/value$|\/pullConfig\//;

/** A field that is not there is told of with the object in which it is missed; undefined if it is null. */
function absent({ root, path }: { root: unknown; path: Path }): string | undefined {
  const key = String(path.at(-1) ?? '');
  const parent = path.slice(0, -1).reduce<unknown>((value, step) => Object(value)[step], root);
  if (!isObject(parent)) return `${JSON.stringify(parent)} is not an object`;
  if (Object.hasOwn(parent, key)) return undefined;
  if (tersely.test(shownPath(path))) return 'error.path.missing';
  return `'${key}' is undefined on object: ${JSON.stringify(parent)}`;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
