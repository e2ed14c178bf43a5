import { unknownApp } from './api-error.ts';
import type { AppDefinition } from './app.ts';
import type { Marathon } from './marathon.ts';

/** A version that an app had; throws if it never did. Asking for one is enough to have it listed. */
export function namedVersion(marathon: Marathon, id: string, version: string): AppDefinition {
  const found = findVersion(marathon, id, version);
  if (!found) throw unknownApp(id);
  return found;
}

/** The same; undefined if the app never had it. */
export function findVersion(
  { versions, askedVersions }: Marathon,
  id: string,
  version: string,
): AppDefinition | undefined {
  const at = Date.parse(version);
  const found = versions.get(id)?.find((app) => Date.parse(app.version) === at);
  if (!found && !Number.isNaN(at)) {
    askedVersions.set(id, new Set(askedVersions.get(id)).add(new Date(at).toISOString()));
  }
  return found;
}

/** The versions of an app, the newest first; the server has them in no order. */
export function listedVersions({ versions, askedVersions }: Marathon, id: string): string[] {
  const stored = (versions.get(id) ?? []).map(({ version }) => version);
  return [...new Set([...stored, ...(askedVersions.get(id) ?? [])])].toSorted().toReversed();
}
