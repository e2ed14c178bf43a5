import { laws } from '../../lib/control/laws.ts';
import { withWait } from '../../lib/plan/started-runs/contention.ts';
import { overWire } from '../control/simulated-job.ts';
import type { Member } from './member.ts';
import type { Timeline } from './timeline.ts';

const TICK_SECONDS = 60;
/** Ticks of younger runs change nothing. */
const ODD_FACTOR = 1.4;

/** How a run came about, and whom it tells. */
export interface RunOf {
  enqueuedAt: number;
  /** Has the law look at a run of this age. */
  askInRun(runAgeSeconds: number): void;
  /** The run is over and its cpus are free; it completed an iteration, or none if it was given up. */
  ended(cpus: number, newlyCompleted: number): void;
}

interface Going extends RunOf {
  startedAt: number;
  cpus: number;
  isOver: boolean;
}

/** A run from its launch to its end, or until the law gives it up. */
export function beginRun(time: Timeline, member: Member, of: RunOf): void {
  const startedAt = time.now();
  const { job, completed, attempt, cpus } = member;
  const waitedSeconds = noteWait(member, startedAt, of.enqueuedAt);
  const gapSeconds = completed > 0 && attempt === 0 ? waitedSeconds : null;
  const going: Going = { ...of, startedAt, cpus, isOver: false };
  const durationSeconds = job.trial.duration(completed, attempt, cpus);
  time.at(startedAt + durationSeconds, () => {
    if (going.isOver) return;
    complete(member, { cpus, durationSeconds, gapSeconds }, time.now());
    end(member, going, durationSeconds, 1);
  });
  watch(time, member, going);
}

/** Counts what the run waited, and gives it in seconds. */
function noteWait(member: Member, startedAt: number, enqueuedAt: number): number {
  const waitedSeconds = startedAt - member.readyAt;
  member.queueSeconds += waitedSeconds;
  member.longestWaitSeconds = Math.max(member.longestWaitSeconds, waitedSeconds);
  member.waits = withWait(member.waits, startedAt - enqueuedAt, 1000 * startedAt);
  return waitedSeconds;
}

function end(member: Member, going: Going, heldSeconds: number, newlyCompleted: number): void {
  going.isOver = true;
  member.coreSeconds += going.cpus * heldSeconds;
  going.ended(going.cpus, newlyCompleted);
}

/** The ticks of a run that takes oddly long: it may be given up. */
function watch(time: Timeline, member: Member, going: Going): void {
  const isOddAfter = ODD_FACTOR * member.job.scenario.meanSeconds(going.cpus);
  time.at(Math.max(time.now() + TICK_SECONDS, going.startedAt + isOddAfter), () => {
    if (going.isOver) return;
    const ageSeconds = time.now() - going.startedAt;
    going.askInRun(ageSeconds);
    const patience = member.decision?.hungAfterSeconds ?? Number.POSITIVE_INFINITY;
    if (ageSeconds <= patience) return watch(time, member, going);
    member.attempt += 1;
    end(member, going, ageSeconds, 0);
  });
}

interface Sample {
  cpus: number;
  durationSeconds: number;
  gapSeconds: number | null;
}

function complete(member: Member, sample: Sample, now: number): void {
  member.memory = overWire(laws.adaptive.learn(member.memory, sample, member.job.scenario.plan));
  member.completed += 1;
  member.lastDurationSeconds = sample.durationSeconds;
  member.attempt = 0;
  member.tookSeconds = now - member.job.launchedAt;
}
