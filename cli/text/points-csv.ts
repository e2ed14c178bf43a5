import { csvLine } from '../../dashboard/files/csv.ts';
import type { DetailedJob } from '../api/answers.ts';

const columns = [
  'at',
  'status',
  'completed',
  'remaining',
  'cpus',
  'coreSeconds',
  'deadlineAt',
  'finishAtP10',
  'finishAtP50',
  'finishAtP90',
  'onTimeProbability',
  'outlook',
  'reason',
  'sentence',
  'pausedAt',
];

/** What each evaluation of a job changed as lines of a CSV file, oldest first, below a line with the names of the columns. */
export function pointsCsv({ points }: DetailedJob): string[] {
  return [csvLine(columns), ...points.map(cells).map(csvLine)];
}

function cells({ decision, forecast, ...point }: DetailedJob['points'][number]) {
  const { at, status, completed, remaining, cpus, coreSeconds, deadlineAt, pausedAt } = point;
  const { p10, p50, p90 } = forecast?.finishAt ?? {};
  const forecasted = [p10, p50, p90, forecast?.onTimeProbability];
  const decided = [decision?.outlook, decision?.reason, decision?.sentence];
  return [
    at,
    status,
    completed,
    remaining,
    cpus,
    coreSeconds,
    deadlineAt,
    ...forecasted,
    ...decided,
    pausedAt,
  ];
}
