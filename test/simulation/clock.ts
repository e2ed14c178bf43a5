/** Time that stands still until the next event: nothing in a simulation waits for the real clock. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Does something so many milliseconds from now; the returned function takes it back. */
  after(milliseconds: number, act: () => void): () => void;
  sleep(milliseconds: number): Promise<void>;
  /** Goes from event to event until there is none, `isOver` says so, or the instant `until` has come. */
  run(until: number, isOver: () => boolean): Promise<void>;
}

interface Event {
  at: number;
  /** Of two events at one instant the one that was asked for first comes first. */
  order: number;
  act: (() => void) | null;
}

export function virtualClock(startsAt: number): Clock {
  const events = eventQueue();
  let now = startsAt;
  let order = 0;
  const after = (milliseconds: number, act: () => void) => {
    const event: Event = { at: now + Math.max(0, Math.round(milliseconds)), order: order++, act };
    events.push(event);
    return () => {
      event.act = null;
    };
  };
  return {
    now: () => now,
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    async run(until, isOver) {
      for (let next = events.first(); next && next.at <= until && !isOver(); next = events.first()) {
        events.pop();
        if (next.act === null) continue;
        now = next.at;
        next.act();
        await settled();
      }
    },
  };
}

/** Resolves when every promise that can go on has done so: Node comes to what is for the next tick after all of them. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap. */
function eventQueue() {
  const heap: Event[] = [];
  const at = (index: number) => heap[index] as Event;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  return {
    first: () => heap[0],
    push(event: Event) {
      let index = heap.push(event) - 1;
      for (
        let parent = (index - 1) >> 1;
        index > 0 && isBefore(event, at(parent));
        parent = (index - 1) >> 1
      ) {
        swap(index, parent);
        index = parent;
      }
    },
    pop() {
      const last = heap.pop();
      if (heap.length === 0 || !last) return;
      heap[0] = last;
      for (let index = 0; ; ) {
        const left = 2 * index + 1;
        if (left >= heap.length) return;
        const right = left + 1;
        const least = right < heap.length && isBefore(at(right), at(left)) ? right : left;
        if (!isBefore(at(least), at(index))) return;
        swap(index, least);
        index = least;
      }
    },
  };
}
