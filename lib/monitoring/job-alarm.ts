import { besideDeadline } from '../control/wording.ts';
import type { Job, JobSpec } from '../job/job.ts';
import type { AlarmsOf } from '../job/monitored.ts';
import { standingOf } from '../job/standing.ts';
import type { AlarmDefinitionParameters, Severity } from '../monasca/alarm-definitions.ts';
import type { MonascaClient } from '../monasca/client.ts';
import type { Concern } from '../ports/monitoring.ts';
import { concernMetrics } from './job-metrics.ts';
import { findMethod, makeMethod } from './notification-method.ts';

/** The job is told about above this probability of being late: from here on its outlook is `at-risk`. */
export const alarmAbove = 0.4;

const mostOfOneName = 5;
const longestDescription = 255;
/** What Monasca's database cannot store. */
const unstorable = /[\u{10000}-\u{10ffff}\p{Cs}\p{Cc}]/gu;

interface Definition extends Pick<AlarmDefinitionParameters, 'name' | 'expression'> {
  description: string;
}

const concernsOf: Record<AlarmsOf, readonly Concern[]> = {
  life: ['late', 'cannotBeMet'],
  end: ['endedBadly'],
  done: ['doneOnTime'],
};
const severityOf: Record<AlarmsOf, Severity> = { life: 'HIGH', end: 'HIGH', done: 'LOW' };
const usualConcerns = [...concernsOf.life, ...concernsOf.end];

/**
 * Sees to it that Monasca tells the user of a job: finds or makes the notification method, and the alarm definitions of the job, each
 * in place of one that looks at something else or tells somebody else. Safe to repeat, also at the same time. Throws
 * NotificationMethodError and what the client throws; an address that Monasca does not like is a RefusedByMonascaError.
 */
export async function ensureJobAlarms(
  client: Pick<
    MonascaClient,
    | 'findAlarmDefinition'
    | 'createAlarmDefinition'
    | 'deleteAlarmDefinition'
    | 'findMethodLike'
    | 'createNotificationMethod'
  >,
  job: Job,
  of: AlarmsOf,
): Promise<void> {
  const { notify } = job.spec;
  if (!notify) return;
  const wanted = concernsOf[of].map((concern) => definitionOf(job, concern));
  const there = await Promise.all(wanted.map(({ name }) => client.findAlarmDefinition(name)));
  const method = (await findMethod(client, notify)) ?? (await makeMethod(client, notify));
  const isThere = ({ expression }: Definition, i: number) =>
    there[i]?.expression === expression && there[i].alarm_actions.includes(method.id);
  const missing = wanted.filter((each, i) => !isThere(each, i));
  for (const definition of missing) {
    // What an expression looks at cannot be changed; another method is to hear at once what stands.
    const old = there.find((each) => each?.name === definition.name);
    if (old) await client.deleteAlarmDefinition(old.id);
    await client.createAlarmDefinition({
      ...definition,
      severity: severityOf[of],
      alarmActions: [method.id],
    });
  }
}

/** Removes the job's alarm definitions, and with them its alarms; also right when there are none. The notification method stays. */
export async function removeJobAlarms(
  client: Pick<MonascaClient, 'findAlarmDefinition' | 'deleteAlarmDefinition'>,
  { jobId, notify }: Pick<JobSpec, 'jobId' | 'notify'>,
): Promise<void> {
  const concerns = notify?.whenDone ? [...usualConcerns, ...concernsOf.done] : usualConcerns;
  await Promise.all(concerns.map((concern) => removeAll(client, jobAlarmName(jobId, concern))));
}

async function removeAll(
  client: Pick<MonascaClient, 'findAlarmDefinition' | 'deleteAlarmDefinition'>,
  name: string,
): Promise<void> {
  // Two that were made at the same moment may bear the same name: Monasca looks for it and then stores, without a lock.
  for (let left = mostOfOneName; left > 0; left--) {
    const definition = await client.findAlarmDefinition(name);
    if (!definition) return;
    await client.deleteAlarmDefinition(definition.id);
  }
}

const suffixOf: Record<Concern, string> = {
  late: '',
  cannotBeMet: ' cannot be met',
  endedBadly: ' has ended',
  doneOnTime: ' is done',
};

/** The name of one of the job's alarm definitions, by which it is found again. */
export function jobAlarmName(jobId: string, concern: Concern = 'late'): string {
  return `pacer ${jobId}${suffixOf[concern]}`;
}

/**
 * What Monasca watches. `last` holds between two measurements, however rare they are; the other functions look at the last
 * minutes only and would forget the alarm and raise it again. In what it watches 0 means well: for a measurement that is not
 * later, in whole seconds, than the one before, the real threshold engine may read 0 in its place.
 */
export function jobAlarmExpression(jobId: string, concern: Concern = 'late'): string {
  const above = concern === 'late' ? alarmAbove : 0;
  return `last(${concernMetrics[concern]}{job_id=${jobId}}) > ${above}`;
}

function definitionOf(job: Job, concern: Concern): Definition {
  const { jobId } = job.spec;
  return {
    name: jobAlarmName(jobId, concern),
    expression: jobAlarmExpression(jobId, concern),
    description: cut(descriptionOf(job, concern).replaceAll(unstorable, '_'), longestDescription),
  };
}

/** What somebody reads who is told. */
function descriptionOf(job: Job, concern: Concern): string {
  const which = named(job.spec);
  if (concern === 'late') return `Probably late: ${which}`;
  if (concern === 'cannotBeMet') return `The deadline cannot be met, even with the most cpus: ${which}`;
  const { finish } = job.progress;
  if (finish && (concern === 'doneOnTime' || standingOf(job) === 'late'))
    return `Done ${besideDeadline(finish.at, job.deadlineAt)}: ${which}`;
  return `${job.progress.status}: ${which}. ${finish?.sentence ?? ''}`.trim();
}

function named({ name, jobId }: JobSpec): string {
  return `the job ${name} (${jobId})`;
}

/** By code points, never through a surrogate pair. */
function cut(text: string, longest: number): string {
  return [...text].slice(0, longest).join('');
}
