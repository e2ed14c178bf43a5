import type { AlarmState, AlarmStore, StoredDefinition, StoredMethod } from './alarm-store.ts';
import type { Transition } from './thresholds/alarm-judge.ts';
import { callWebhook, type WebhookPatience, webhookPatience } from './webhook.ts';

/** One message to one notification method. */
export interface Notification {
  type: string;
  address: string;
  alarmName: string;
  state: AlarmState;
  /** When it was tried first, epoch milliseconds. */
  at: number;
  /** Whether it was taken: only webhooks on the loopback interface are really told. A later try may turn it. */
  isDelivered: boolean;
}

export interface Notifier {
  notify(transition: Transition): void;
  /** All notifications so far that were tried once, in the order of that. */
  notifications: readonly Notification[];
  /** Resolves when nothing is on its way any more; what would be tried again is not. */
  stop(): Promise<void>;
}

/** Tells of alarms as monasca-notification does, in the background; emails and what leaves this machine only seem to go. */
export function notifier(alarms: AlarmStore, patience: Partial<WebhookPatience> = {}): Notifier {
  const notifications: Notification[] = [];
  const underWay = new Set<Promise<void>>();
  const stopped = new AbortController();

  async function tell(method: StoredMethod, { definition, alarm }: Transition, body: string): Promise<void> {
    const { type, address } = method;
    const { state } = alarm;
    const at = Date.now();
    const notification = { type, address, alarmName: definition.name, state, at, isDelivered: false };
    const tried = (isTaken: boolean) => {
      if (!notifications.includes(notification)) notifications.push(notification);
      notification.isDelivered = isTaken;
    };
    if (type !== 'WEBHOOK' || !isLoopback(address)) return tried(false);
    await callWebhook({ address, body, tried, signal: stopped.signal }, { ...webhookPatience, ...patience });
  }

  return {
    notify: (transition) => {
      const body = JSON.stringify(messageOf(transition));
      for (const method of methodsFor(transition, alarms)) {
        const telling = tell(method, transition, body).finally(() => underWay.delete(telling));
        underWay.add(telling);
      }
    },
    notifications,
    stop: async () => {
      stopped.abort();
      await Promise.all(underWay);
    },
  };
}

function methodsFor({ definition, alarm }: Transition, { methods }: AlarmStore): StoredMethod[] {
  if (!definition.actions_enabled) return [];
  const ids = actionsOf(definition)[alarm.state];
  return methods.filter(({ id }) => ids.includes(id));
}

function actionsOf({ alarm_actions, ok_actions, undetermined_actions }: StoredDefinition) {
  return { ALARM: alarm_actions, OK: ok_actions, UNDETERMINED: undetermined_actions };
}

/** The body of a webhook, its keys in the real one's order. */
function messageOf({ definition, alarm, from, reason }: Transition) {
  return {
    alarm_id: alarm.id,
    alarm_definition_id: definition.id,
    alarm_name: definition.name,
    alarm_description: definition.description,
    alarm_timestamp: Math.floor(Date.parse(alarm.state_updated_timestamp) / 1000),
    state: alarm.state,
    old_state: from,
    message: reason,
    tenant_id: definition.tenant,
    metrics: alarm.metrics.map(({ name, dimensions }) => ({ id: null, name, dimensions })),
  };
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
}
