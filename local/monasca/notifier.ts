import type { AlarmState } from './alarm-store.ts';
import type { Transition } from './evaluate-alarms.ts';

/** One message to one notification method. */
export interface Notification {
  type: string;
  address: string;
  alarmName: string;
  state: AlarmState;
  /** Whether it was taken: only webhooks on the loopback interface are really told. */
  isDelivered: boolean;
}

export interface Notifier {
  notify(transition: Transition): void;
  /** All notifications so far whose fate is known, in the order of that. */
  notifications: readonly Notification[];
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>;
}

const timeoutMs = 2000;

/** Tells of alarms as Monasca's notification engine does, in the background; emails and what leaves this machine only seem to go. */
export function notifier(): Notifier {
  const notifications: Notification[] = [];
  const underWay = new Set<Promise<void>>();

  async function tell(transition: Transition, state: AlarmState): Promise<void> {
    const { definition, method } = transition;
    const { type, address } = method;
    const message = JSON.stringify(messageOf(transition, state));
    const isDelivered = type === 'WEBHOOK' && isLoopback(address) && (await isTaken(address, message));
    notifications.push({ type, address, alarmName: definition.name, state, isDelivered });
  }

  return {
    notify: (transition) => {
      const telling = tell(transition, transition.alarm.state).finally(() => underWay.delete(telling));
      underWay.add(telling);
    },
    notifications,
    idle: async () => void (await Promise.all(underWay)),
  };
}

function messageOf({ definition, alarm, from }: Transition, state: AlarmState) {
  return {
    alarm_id: alarm.id,
    alarm_definition_id: definition.id,
    alarm_name: definition.name,
    alarm_description: definition.description,
    alarm_timestamp: Math.floor(Date.parse(alarm.state_updated_timestamp) / 1000),
    state,
    old_state: from,
    message: `The alarm ${definition.name} went from ${from} to ${state}: ${definition.expression}`,
    tenant_id: definition.tenant,
    metrics: alarm.metrics,
  };
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
}

async function isTaken(address: string, body: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(timeoutMs);
    const reply = await fetch(address, { method: 'POST', headers, body, signal });
    await reply.body?.cancel();
    return reply.ok;
  } catch {
    return false;
  }
}
