import * as z from 'zod/mini';
import { listAll, pageOf } from './collections.ts';
import { MonascaConflictError } from './errors.ts';
import type { MonascaCall } from './monasca-call.ts';

/** A way of telling somebody; every cloud has these three types, some have more. */
export interface NotificationMethodJson {
  /** At most 250 characters, unique in the project. */
  name: string;
  type: 'EMAIL' | 'WEBHOOK' | 'PAGERDUTY';
  /** An email address, an http or https URL, a PagerDuty key; at most 512 characters. */
  address: string;
}

export type NotificationMethod = z.output<typeof notificationMethod>;
const notificationMethod = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  address: z.string(),
});
const page = pageOf(notificationMethod);

export interface NotificationMethodCalls {
  listNotificationMethods(): Promise<NotificationMethod[]>;
  findNotificationMethod(name: string): Promise<NotificationMethod | null>;
  /** The one of that name or, as a MySQL without case tells names apart, of the same name otherwise written. */
  findMethodLike(name: string): Promise<NotificationMethod | null>;
  /** Resolves to the one that is there already if the name is taken, however it is written, whatever its type and address. */
  createNotificationMethod(method: NotificationMethodJson): Promise<NotificationMethod>;
}

const path = '/notification-methods';

/** As the usual collation of MySQL (utf8mb4_unicode_ci) compares: without case, accents and blanks at the end. */
const { compare } = new Intl.Collator('en', { sensitivity: 'base' });
const isSameName = (one: string, other: string) => compare(one.trimEnd(), other.trimEnd()) === 0;

/** The notification methods of the project. Monasca cannot look for a name, so they are listed and searched here. */
export function notificationMethodCalls(call: MonascaCall): NotificationMethodCalls {
  const listNotificationMethods = () => listAll(call, { path, page });

  async function findNotificationMethod(name: string) {
    return (await listNotificationMethods()).find((each) => each.name === name) ?? null;
  }

  async function findMethodLike(name: string) {
    const listed = await listNotificationMethods();
    return (
      listed.find((each) => each.name === name) ?? listed.find((each) => isSameName(each.name, name)) ?? null
    );
  }

  return {
    listNotificationMethods,
    findNotificationMethod,
    findMethodLike,
    createNotificationMethod: async (json) => {
      try {
        return await call({ method: 'POST', path, json, reply: notificationMethod });
      } catch (error) {
        const there = error instanceof MonascaConflictError ? await findMethodLike(json.name) : null;
        if (there) return there;
        throw error;
      }
    },
  };
}
