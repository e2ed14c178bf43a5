import type { Mutant } from './mutant.ts';

/** For each invariant of what is told of jobs one. */
export const eventMutants: Mutant[] = [
  {
    invariant: 'events-complete',
    what: 'what is told is marked before it is told',
    file: 'lib/telling/tell-points.ts',
    text: '  if (!delivery.isOnBus) await putEvents(',
    instead: '  await store.markTold(key);\n  if (!delivery.isOnBus) await putEvents(',
    seed: 26,
  },
  {
    invariant: 'events-agree',
    what: 'an event has the instant at which it is told',
    file: 'lib/telling/job-events.ts',
    text: '      version: schemaVersion,',
    instead: '      version: schemaVersion + performance.now(),',
    seed: 51,
  },
  {
    invariant: 'events-prompt',
    what: 'what the stream brings is left to the rule',
    file: 'lib/telling/tell-event.ts',
    text: 'return jobId && at ? [{ jobId, at: Number(at) }] : [];',
    instead: 'return jobId && at ? [] : [];',
    seed: 7,
  },
  {
    invariant: 'no-event-left',
    what: 'what is told is not marked',
    file: 'lib/telling/tell-points.ts',
    text: '    await store.markTold(key);',
    instead: '',
    seed: 1,
  },
];
