import type { MonascaClient } from '../monasca/client.ts';
import type { NotificationMethod, NotificationMethodJson } from '../monasca/notification-methods.ts';

/** Whom to tell: a new notification method (or the same again), or by its name one that Monasca has. */
export type Notify = NotificationMethodJson | { name: string };

/** Monasca has no such notification method, or another one of that name. The user has to choose another one. */
export class NotificationMethodError extends Error {
  override readonly name = 'NotificationMethodError';
  readonly code = 'notification-method';
}

/** The method that is asked for; null where it is not there and can be made. Throws NotificationMethodError where it can neither be used nor made. */
export async function findMethod(
  client: Pick<MonascaClient, 'findMethodLike'>,
  notify: Notify,
): Promise<NotificationMethod | null> {
  const like = await client.findMethodLike(notify.name);
  return like === null && 'address' in notify ? null : usable(like, notify);
}

/** Makes the method that is asked for; one of that name that is there meanwhile must be the same. */
export async function makeMethod(
  client: Pick<MonascaClient, 'createNotificationMethod'>,
  notify: Notify,
): Promise<NotificationMethod> {
  if (!('address' in notify)) return usable(null, notify);
  const { name, type, address } = notify;
  return usable(await client.createNotificationMethod({ name, type, address }), notify);
}

function usable(method: NotificationMethod | null, notify: Notify): NotificationMethod {
  const named = namedMethod(method, notify.name);
  if (!('address' in notify)) return named;
  if (named.type.toUpperCase() === notify.type && named.address === notify.address) return named;
  throw new NotificationMethodError(
    `Monasca has a notification method "${notify.name}" with another type or address: give its name alone to use it, or choose another name.`,
  );
}

/** The method if it has just that name. */
function namedMethod(method: NotificationMethod | null, name: string): NotificationMethod {
  if (method?.name === name) return method;
  throw new NotificationMethodError(
    method
      ? `Monasca has the notification method "${method.name}", and its database considers "${name}" the same name: give "${method.name}" alone to use it, or choose another name.`
      : `Monasca has no notification method "${name}": give its type and address too, or choose one that it has.`,
  );
}
