import { at, type ShownJob } from './shown.ts';

/** How a job stands, in the words of the page. The order is that of urgency. */
export const standings = {
  overdue: 'overdue',
  'cannot-be-met': 'will be late',
  'at-risk': 'at risk',
  starting: 'no forecast yet',
  paused: 'paused',
  'on-time': 'on time',
  failed: 'failed',
  late: 'late',
  cancelled: 'cancelled',
  met: 'met its deadline',
} as const;

export type Standing = keyof typeof standings;

/** The words of a standing; an API that is newer than the page may have one that is not known here. */
export function standingText(standing: string): string {
  return new Map<string, string>(Object.entries(standings)).get(standing) ?? standing;
}

/** By its end for an ended job, else by its deadline and its forecast. */
export function standingOf(job: ShownJob, now: number): Standing {
  if (job.status === 'FAILED') return 'failed';
  if (job.status === 'CANCELLED') return 'cancelled';
  if (job.finishedAt) return job.onTime ? 'met' : 'late';
  if (at(job.deadlineAt) < now) return 'overdue';
  if (job.pausedAt) return 'paused';
  return job.outlook ?? 'starting';
}

const rank = new Map(Object.keys(standings).map((standing, i) => [standing, i]));

/** The jobs that most need somebody first: what is or will be late, then the least likely to be on time. */
export function byUrgency(jobs: readonly ShownJob[], now: number): ShownJob[] {
  const keyed = jobs.map((job) => ({
    job,
    // Nobody knows how urgent a word is that is new.
    rank: rank.get(standingOf(job, now)) ?? rank.get('starting') ?? 0,
    chance: job.forecast?.onTimeProbability ?? 1,
    deadline: at(job.deadlineAt),
  }));
  keyed.sort((a, b) => a.rank - b.rank || a.chance - b.chance || a.deadline - b.deadline);
  return keyed.map(({ job }) => job);
}

/** What stands above the list. */
export interface Totals {
  jobs: number;
  cpus: number;
  /** Overdue, or will be late. */
  late: number;
  atRisk: number;
}

export function totalsOf(jobs: readonly ShownJob[], now: number): Totals {
  const standing = jobs.map((job) => standingOf(job, now));
  const held = jobs.filter((job) => !job.pausedAt).reduce((sum, { cpus }) => sum + cpus, 0);
  return {
    jobs: jobs.length,
    cpus: Math.round(held * 100) / 100,
    late: standing.filter((each) => each === 'overdue' || each === 'cannot-be-met').length,
    atRisk: standing.filter((each) => each === 'at-risk').length,
  };
}
