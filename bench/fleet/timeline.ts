/** Things to do on a virtual clock, in seconds. */
export interface Timeline {
  now(): number;
  /** Does it then; what is due at the same instant is done in the order of the calls. */
  at(instant: number, act: () => void): void;
  /** Does everything that is due, and what it leads to, until nothing is left to do. */
  run(): void;
}

interface Due {
  instant: number;
  order: number;
  act: () => void;
}

const isBefore = (a: Due, b: Due) => a.instant < b.instant || (a.instant === b.instant && a.order < b.order);

export function timeline(): Timeline {
  const heap: Due[] = [];
  let now = 0;
  let order = 0;
  return {
    now: () => now,
    at(instant, act) {
      push(heap, { instant: Math.max(now, instant), order: order++, act });
    },
    run() {
      for (let due = pop(heap); due; due = pop(heap)) {
        now = due.instant;
        due.act();
      }
    },
  };
}

function push(heap: Due[], due: Due): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(due, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = due;
}

function pop(heap: Due[]): Due | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first !== undefined && last !== undefined && heap.length > 0) sink(heap, last);
  return first;
}

function sink(heap: Due[], due: Due): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) break;
    const isRight = b !== undefined && isBefore(b, a);
    const below = isRight ? b : a;
    if (!isBefore(below, due)) break;
    heap[at] = below;
    at = isRight ? left + 1 : left;
  }
  heap[at] = due;
}
