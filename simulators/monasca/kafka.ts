import { setTimeout as delay } from 'node:timers/promises';

/** Puts messages into one topic. */
export interface Producer<Message> {
  /** True when all are in the queue, false when it was full; those before the first that did not fit are in it. */
  send(messages: Message[]): Promise<boolean>;
}

export interface Kafka {
  readonly isDown: boolean;
  /** Takes Kafka away, or brings it back; then it resolves once what has waited is delivered. */
  setDown(isDown: boolean): Promise<void>;
  /** `deliver` gets each message once, in their order. */
  producer<Message>(deliver: (messages: Message[]) => Promise<void>): Producer<Message>;
}

/** The producer's `queue_buffering_max_messages` of monasca-api. */
const roomForMessages = 1000;

/**
 * Kafka as the publisher of monasca-api sees it, which does not check what becomes of its messages: without Kafka it waits
 * `flushMs` and reports success. A full queue is only checked again after a message went in, so it stays full when Kafka is
 * back, until the process is restarted; what waits at that moment is lost.
 */
export function kafka(flushMs = 2000): Kafka {
  let isDown = false;
  const broker = { isDown: () => isDown, flushMs };
  const deliveries: (() => Promise<void>)[] = [];

  return {
    get isDown() {
      return isDown;
    },
    setDown: async (next) => {
      isDown = next;
      if (!next) await Promise.all(deliveries.map((deliverWaiting) => deliverWaiting()));
    },
    producer(deliver) {
      const queue = producerQueue(deliver, broker);
      deliveries.push(queue.deliverWaiting);
      return queue;
    },
  };
}

/** A producer with the queue in which its messages wait while Kafka is away. */
function producerQueue<Message>(
  deliver: (messages: Message[]) => Promise<void>,
  { isDown, flushMs }: { isDown: () => boolean; flushMs: number },
): Producer<Message> & { deliverWaiting(): Promise<void> } {
  let waiting: Message[] = [];
  let isFull = false;

  async function sendBatch(messages: Message[]): Promise<boolean> {
    if (isFull) return false;
    if (!isDown()) {
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
    async send(messages) {
      for (let from = 0; from < messages.length; from += roomForMessages) {
        if (!(await sendBatch(messages.slice(from, from + roomForMessages)))) return false;
      }
      return true;
    },
    async deliverWaiting() {
      const late = waiting;
      waiting = [];
      await deliver(late);
    },
  };
}
