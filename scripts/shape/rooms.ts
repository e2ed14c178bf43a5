import { posix } from 'node:path';
import type { Source } from './sources.ts';

/** From one room to another, with an import that makes it. */
export interface Arrow {
  from: string;
  to: string;
  because: string;
}

/**
 * The arrows between rooms, drawn where the two paths part: `lib/plan/looping-app/a.ts` that imports `lib/job/b.ts` is an arrow
 * from `lib/plan` to `lib/job`. A folder and what lies below it are one room.
 */
export function arrowsBetweenRooms(sources: Source[]): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const { path, imports } of sources) {
    for (const imported of imports) {
      const arrow = partingOf(path, imported);
      if (arrow)
        arrows.set(`${arrow.from} ${arrow.to}`, { ...arrow, because: `${path} imports ${imported}` });
    }
  }
  return [...arrows.values()];
}

function partingOf(importer: string, imported: string): Pick<Arrow, 'from' | 'to'> | null {
  const a = posix.dirname(importer).split('/');
  const b = posix.dirname(imported).split('/');
  const parting = a.findIndex((part, at) => part !== b[at]);
  if (parting === -1 || parting >= b.length) return null;
  return { from: a.slice(0, parting + 1).join('/'), to: b.slice(0, parting + 1).join('/') };
}

/** One circle among the arrows, as the imports that make it; null when there is none. */
export function circleOf(arrows: Arrow[]): string[] | null {
  const isDone = new Set<string>();
  const search = (room: string, way: Arrow[]): Arrow[] | null => {
    const began = way.findIndex(({ from }) => from === room);
    if (began !== -1) return way.slice(began);
    if (isDone.has(room)) return null;
    for (const arrow of arrows.filter(({ from }) => from === room)) {
      const circle = search(arrow.to, [...way, arrow]);
      if (circle) return circle;
    }
    isDone.add(room);
    return null;
  };
  for (const { from } of arrows) {
    const circle = search(from, []);
    if (circle) return circle.map(({ because }) => because);
  }
  return null;
}

/** The arrows between files. */
export function arrowsBetweenFiles(sources: Source[]): Arrow[] {
  return sources.flatMap(({ path, imports }) =>
    imports.map((imported) => ({ from: path, to: imported, because: `${path} imports ${imported}` })),
  );
}

/** How many files lie in each folder, without those below it. */
export function filesByRoom(sources: Source[]): Map<string, number> {
  const rooms = new Map<string, number>();
  for (const { path } of sources) rooms.set(posix.dirname(path), (rooms.get(posix.dirname(path)) ?? 0) + 1);
  return rooms;
}
