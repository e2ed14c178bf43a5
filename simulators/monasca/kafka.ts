import { setTimeout as delay } from 'node:timers/promises';

/** Puts messages into one topic. */
export interface Producer<Message> {
  /** True when all are in the queue, false when it was full: what came before that is in it nevertheless. */
  send(messages: Message[]): Promise<boolean>;
}

export interface Kafka {
  readonly isDown: boolean;
  /** Takes Kafka away, or brings it back, which delivers what has waited and resolves afterwards. */
  setDown(isDown: boolean): Promise<void>;
  /** `deliver` gets the messages in their order, once each. */
  producer<Message>(deliver: (messages: Message[]) => Promise<void>): Producer<Message>;
}

/** The producer's `queue_buffering_max_messages` of monasca-api. */
const roomForMessages = 1000;

/**
 * Kafka as monasca-api's publisher knows it, which does not look at what becomes of its messages: without Kafka it waits
 * `flushMs` and is content. A queue that is full is only looked at again after a message went in, and so stays full when
 * Kafka is back, until the process is restarted; what waits at that moment is lost.
 */
export function kafka(flushMs = 2000): Kafka {
  let isDown = false;
  const afterwards = new Set<() => Promise<void>>();

  function producer<Message>(deliver: (messages: Message[]) => Promise<void>): Producer<Message> {
    let waiting: Message[] = [];
    let isFull = false;
    afterwards.add(async () => {
      const late = waiting;
      waiting = [];
      await deliver(late);
    });

    async function batch(messages: Message[]): Promise<boolean> {
      if (isFull) return false;
      if (!isDown) {
        await deliver(messages);
        return true;
      }
      const room = roomForMessages - waiting.length;
      waiting.push(...messages.slice(0, room));
      isFull = waiting.length === roomForMessages;
      if (messages.length > room) return false;
      await delay(flushMs, undefined, { ref: false });
      return true;
    }

    return {
      send: async (messages) => {
        for (let from = 0; from < messages.length; from += roomForMessages) {
          if (!(await batch(messages.slice(from, from + roomForMessages)))) return false;
        }
        return true;
      },
    };
  }

  return {
    get isDown() {
      return isDown;
    },
    setDown: async (next) => {
      isDown = next;
      if (!next) await Promise.all([...afterwards].map((each) => each()));
    },
    producer,
  };
}
