import { howMany, lengthOfTime } from '../../lib/control/wording.ts';
import { at, type DetailedJob } from './shown.ts';

/** From when until when a job was paused, epoch milliseconds. Its run may have gone on for a while. */
export interface Pause {
  from: number;
  until: number;
}

/** The pauses in what is shown, in their order; one that goes on lasts until now, or the end of the job. */
export function pausesOf({ points, pausedAt, finishedAt }: DetailedJob, now: number): Pause[] {
  const until = finishedAt ? at(finishedAt) : now;
  const turns = [
    ...points.map((point) => ({ at: at(point.at), pausedAt: point.pausedAt })),
    { at: until, pausedAt },
  ];
  const since = [...new Set(turns.flatMap((turn) => turn.pausedAt ?? []))];
  return since.map((instant) => {
    const last = turns.findLastIndex((turn) => turn.pausedAt === instant);
    return { from: at(instant), until: Math.max(at(instant), turns[last + 1]?.at ?? until) };
  });
}

/** ` It was paused twice …`, with the blank before it; empty where it never was. */
export function pausesInWords(pauses: readonly Pause[]): string {
  if (pauses.length === 0) return '';
  const seconds = pauses.reduce((sum, { from, until }) => sum + until - from, 0) / 1000;
  return ` It was paused ${howMany(pauses.length, 'time')}, for ${lengthOfTime(seconds)} in all.`;
}
