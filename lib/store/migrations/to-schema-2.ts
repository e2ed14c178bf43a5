import { type FrameworkName, frameworkTraits } from '../../job/frameworks.ts';
import type { StateRow } from './state-row.ts';

/** The fields of a progress of schema 1 that say how the runs of a job are made. Each job had all of them. */
const executionFields = {
  'started-runs': ['run', 'endingRun', 'unreported', 'chronosAheadMs', 'quietSince', 'quietedAt'],
  'looping-app': ['run', 'task', 'stagedTask', 'crashedTask', 'changingSince', 'starts', 'restartSeconds'],
};

/**
 * Since schema 2 these fields lie in `execution`, and a job has only those of its kind: the others said nothing. What the callback
 * path and the sweep read has stayed where it was.
 */
export function toSchema2(state: StateRow, framework: FrameworkName): StateRow {
  const { execution: kind } = frameworkTraits[framework];
  const mine = executionFields[kind];
  const moved = new Set(Object.values(executionFields).flat());
  const fields = Object.entries(state.progress);
  const shared = fields.filter(([name]) => !moved.has(name));
  const execution = fields.filter(([name]) => mine.includes(name));
  return {
    ...state,
    progress: { ...Object.fromEntries(shared), execution: { kind, ...Object.fromEntries(execution) } },
  };
}
