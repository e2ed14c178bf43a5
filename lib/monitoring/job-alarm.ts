import type { JobSpec } from '../job/job.ts';
import type { MonascaClient } from '../monasca/client.ts';
import type { NotificationMethod, NotificationMethodJson } from '../monasca/notification-methods.ts';
import { lateMetricName } from './job-metrics.ts';

/** Whom to tell: a new notification method (or the same again), or by its name one that Monasca has. */
export type Notify = NotificationMethodJson | { name: string };

/** The job is told about above this probability of being late: from here on its outlook is `at-risk`. */
export const alarmAbove = 0.4;

const mostOfOneName = 5;

/** Monasca has no such notification method, or another one of that name. The user has to choose another one. */
export class NotificationMethodError extends Error {
  override readonly name = 'NotificationMethodError';
  readonly code = 'notification-method';
}

/**
 * Sees to it that Monasca tells the user when the job will probably be late: finds or makes the notification method, and the
 * alarm definition of the job, in place of one that an earlier Pacer made and that looks at something else. Safe to repeat, also
 * at the same time. Throws NotificationMethodError and what the client throws; an address that Monasca does not like is a
 * RefusedByMonascaError.
 */
export async function ensureJobAlarm(
  client: Pick<
    MonascaClient,
    | 'findAlarmDefinition'
    | 'createAlarmDefinition'
    | 'deleteAlarmDefinition'
    | 'findMethodLike'
    | 'createNotificationMethod'
  >,
  job: Pick<JobSpec, 'jobId' | 'name'>,
  notify: Notify,
): Promise<void> {
  const name = jobAlarmName(job.jobId);
  const expression = jobAlarmExpression(job.jobId);
  const there = await client.findAlarmDefinition(name);
  if (there?.expression === expression) return;
  const method = await methodOf(client, notify);
  // What an expression looks at cannot be changed.
  if (there) await client.deleteAlarmDefinition(there.id);
  await client.createAlarmDefinition({
    name,
    expression,
    description: cut(`Probably late: the job ${job.name} (${job.jobId})`, 255),
    severity: 'HIGH',
    alarmActions: [method.id],
  });
}

/** Removes the job's alarm definition, and with it its alarm; also right when there is none. The notification method stays. */
export async function removeJobAlarm(
  client: Pick<MonascaClient, 'findAlarmDefinition' | 'deleteAlarmDefinition'>,
  jobId: string,
): Promise<void> {
  // Two that were made at the same moment may bear the same name: Monasca looks for it and then stores, without a lock.
  for (let left = mostOfOneName; left > 0; left--) {
    const definition = await client.findAlarmDefinition(jobAlarmName(jobId));
    if (!definition) return;
    await client.deleteAlarmDefinition(definition.id);
  }
}

/** The name of the job's alarm definition, by which it is found again. */
export function jobAlarmName(jobId: string): string {
  return `pacer ${jobId}`;
}

/**
 * What Monasca watches. `last` holds between two measurements, however rare they are; the other functions look at the last
 * minutes only and would forget the alarm and raise it again. In what it watches 0 means well: for a measurement that is not
 * later, in whole seconds, than the one before, the real threshold engine may read 0 in its place.
 */
export function jobAlarmExpression(jobId: string): string {
  return `last(${lateMetricName}{job_id=${jobId}}) > ${alarmAbove}`;
}

async function methodOf(
  client: Pick<MonascaClient, 'findMethodLike' | 'createNotificationMethod'>,
  notify: Notify,
): Promise<NotificationMethod> {
  if (!('address' in notify)) return namedMethod(await client.findMethodLike(notify.name), notify.name);
  const { name, type, address } = notify;
  const method = namedMethod(await client.createNotificationMethod({ name, type, address }), name);
  if (method.type.toUpperCase() === type && method.address === address) return method;
  throw new NotificationMethodError(
    `Monasca has a notification method "${name}" with another type or address: give its name alone to use it, or choose another name.`,
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

/** By code points, never through a surrogate pair. */
function cut(text: string, longest: number): string {
  return [...text].slice(0, longest).join('');
}
