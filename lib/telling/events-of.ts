import type { BusEvent, ToldSpec, Untold } from '../ports/telling.ts';
import type { ToldOccurrence } from '../recurring/recurring-job.ts';
import { jobEvents, schemaVersion } from './job-events.ts';

const detailTypes: Record<ToldOccurrence['outcome'], string> = {
  skipped: 'Occurrence Skipped',
  failed: 'Occurrence Failed',
};

const iso = (at: number) => new Date(at).toISOString();

/** What is to be told, as events: the same each time, however often it is asked for. */
export function eventsOf({ spec, point }: Pick<Untold, 'spec' | 'point'>, stack: string): BusEvent[] {
  return 'outcome' in point ? [occurrenceEvent(spec, point, stack)] : jobEvents(spec, point, stack);
}

/** The event of an occurrence that launched no job. */
function occurrenceEvent(
  { jobId: occurrenceId, name, framework, cluster, launchedBy }: ToldSpec,
  { outcome, sentence, scheduledAt, at }: ToldOccurrence,
  stack: string,
): BusEvent {
  const transition = `occurrence-${outcome}`;
  const id = `${occurrenceId}-${scheduledAt}-${transition}`;
  const which = { name, framework, cluster, launchedBy, scheduledAt: iso(scheduledAt) };
  return {
    source: 'pacer',
    detailType: detailTypes[outcome],
    time: at,
    detail: { version: schemaVersion, id, transition, at: iso(at), stack, ...which, sentence },
  };
}
