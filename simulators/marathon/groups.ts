import { invalidObject } from './api-error.ts';
import type { Marathon } from './marathon.ts';

export const parentOf = (id: string): string => id.slice(0, id.lastIndexOf('/')) || '/';

/** The groups that lie above an id, the root excepted, the nearest last. */
export function ancestors(id: string): string[] {
  const parts = id.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

export const isBelow = (id: string, groupId: string): boolean =>
  id.startsWith(groupId === '/' ? '/' : `${groupId}/`);

/** Groups come to be with what is in them, and stay when that is gone. */
export function makeGroups({ groups }: Marathon, ids: Iterable<string>): void {
  for (const id of ids) for (const group of ancestors(id)) groups.add(group);
}

export function removeGroup({ groups }: Marathon, id: string): void {
  for (const group of [...groups]) if (group === id || isBelow(group, id)) groups.delete(group);
}

const clash = 'Groups and Applications may not have the same identifier.';

/** Throws if a new app has the id of a group, or lies below an app. Empty groups count. */
export function checkClashes({ groups, apps }: Marathon, ids: readonly string[]): void {
  const all = new Set([...groups, ...ids.flatMap(ancestors)]);
  const clashing = ids.flatMap((id) => [id, ...ancestors(id)]).filter((id) => isClash(id));
  if (clashing.length > 0) {
    const paths = new Set(clashing.map((id) => pathOf(parentOf(id), all)));
    throw invalidObject([...paths].map((path) => ({ path, error: clash })));
  }
  function isClash(id: string): boolean {
    return all.has(id) && (apps.has(id) || ids.includes(id));
  }
}

/** Where a group stands in the tree of all of them, as in `/groups(0)/groups(2)`. */
function pathOf(groupId: string, groups: ReadonlySet<string>): string {
  if (groupId === '/') return '/';
  const siblings = [...groups].filter((id) => parentOf(id) === parentOf(groupId));
  const above = pathOf(parentOf(groupId), groups);
  return `${above === '/' ? '' : above}/groups(${siblings.indexOf(groupId)})`;
}
