import { isScheduled, type ScheduledJob } from './job.ts';
import { addPeriod, parsePeriod } from './period.ts';
import { formatSchedule, parseSchedule, type Schedule, skipStarts, startsBefore } from './schedule.ts';
import type { DueRun, TimetableFactory } from './timetable.ts';

/**
 * The 2.x way: runs are planned up to the horizon ahead and counted down when they are planned, so a job may show no
 * repetitions while its last runs are still to come. Of the starts that were missed only the latest counts, and only within the
 * job's epsilon. A launch changes nothing.
 */
export const aheadTimetable: TimetableFactory = ({ jobs, scheduleHorizonMs }) => {
  const streams = new Map<string, Schedule>();
  const planned = plannedRuns();

  /** Plans what the job's stream yields up to the horizon; true if it yields anything. Starts that are skipped leave the text alone. */
  const plan = (job: ScheduledJob, now: number): boolean => {
    const stream = streams.get(job.name);
    if (!stream || job.disabled) return false;
    const { starts, rest } = takeUntil(skipMissed(stream, now, epsilonMs(job)), now + scheduleHorizonMs);
    planned.add(starts.map((dueAt) => ({ jobName: job.name, dueAt })));
    streams.set(job.name, rest);
    return starts.length > 0;
  };

  return {
    accept(job, occasion, now) {
      const posted = parseSchedule(job.schedule, job.scheduleTimeZone, now);
      // An update whose starts all lie in the past leaves the old stream in force.
      const isSpent = posted !== undefined && skipMissed(posted, now, epsilonMs(job)).repetitions === 0;
      if (posted && (occasion === 'created' || !isSpent)) streams.set(job.name, posted);
      const isPlanned = plan(job, now);
      // An update stores the text that was posted, even if runs of it have been planned by then.
      return isPlanned && occasion === 'created' ? restate(job, streams.get(job.name)) : job;
    },
    due(now) {
      for (const job of jobs.values()) {
        if (isScheduled(job) && plan(job, now)) jobs.set(job.name, restate(job, streams.get(job.name)));
      }
      return planned.takeDue(now);
    },
    launched: (job) => job,
    cancel: planned.cancel,
    forget(jobName) {
      streams.delete(jobName);
      planned.cancel(jobName);
    },
  };
};

const restate = (job: ScheduledJob, stream: Schedule | undefined): ScheduledJob =>
  stream ? { ...job, schedule: formatSchedule(stream) } : job;

function plannedRuns() {
  let runs: DueRun[] = [];
  return {
    add: (more: DueRun[]) => void runs.push(...more),
    takeDue(now: number): DueRun[] {
      const due = runs.filter(({ dueAt }) => dueAt <= now);
      runs = runs.filter(({ dueAt }) => dueAt > now);
      return due;
    },
    cancel(jobName: string): void {
      runs = runs.filter((run) => run.jobName !== jobName);
    },
  };
}

function epsilonMs(job: ScheduledJob): number {
  const period = parsePeriod(job.epsilon);
  return period ? addPeriod(0, period, 'UTC') : 0;
}

/** Goes to the latest start that was missed if it is still within epsilon, else to the next one. */
function skipMissed(stream: Schedule, now: number, epsilon: number): Schedule {
  const missed = startsBefore(stream, now);
  if (missed === 0) return stream;
  const latest = take(stream, missed - 1);
  return now - latest.startAt <= epsilon ? latest : take(latest, 1);
}

/** The starts up to a moment, and what the stream yields after them. */
function takeUntil(stream: Schedule, lastAt: number): { starts: number[]; rest: Schedule } {
  const starts: number[] = [];
  let rest = stream;
  while (rest.repetitions !== 0 && rest.startAt <= lastAt) {
    starts.push(rest.startAt);
    rest = take(rest, 1);
  }
  return { starts, rest };
}

/** Spends starts. A period of nothing would yield the same start for ever; here it yields one. */
function take(stream: Schedule, count: number): Schedule {
  if (count === 0) return stream;
  const next = skipStarts(stream, count);
  if (next.startAt === stream.startAt) return { ...next, repetitions: 0 };
  return { ...next, repetitions: stream.repetitions < 0 ? -1 : Math.max(0, stream.repetitions - count) };
}
