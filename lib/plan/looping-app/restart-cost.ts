import type { LoopingApp, TaskStarts } from '../../job/execution.ts';
import type { TaskStart } from '../../ports/observation.ts';

const startsKept = 8;
/** A wait that is longer was for room, or for the image: a later restart may well find both. */
const longestSeconds = 60;
/** From a report to the change that it leads to, and from the start of a task to that of its first run. */
const ownSeconds = 0.5;

/** The app with what the start of its task tells of what restarts cost. A start is counted once, by the version of the app. */
export function withTaskStart(app: LoopingApp, start: TaskStart | null): LoopingApp {
  const { starts: before } = app;
  if (start === null || start.version === before?.version) return app;
  const isFirst = before === undefined;
  const kept = isFirst || before.isFirst ? { offerSeconds: [], taskSeconds: [] } : before;
  const starts = {
    version: start.version,
    isFirst,
    offerSeconds: [...kept.offerSeconds, inMilliseconds(start.offerSeconds)].slice(-startsKept),
    taskSeconds: [...kept.taskSeconds, inMilliseconds(start.taskSeconds)].slice(-startsKept),
  };
  return { ...app, starts, restartSeconds: restartSecondsOf(starts) };
}

/**
 * What a restart is to be reckoned with. The start of the task is work that is much the same each time: its middle counts. The wait
 * for an offer has two values where Marathon sends for offers every 30 s (1.8.222 to 1.8.244, unless told otherwise): next to
 * nothing, or up to 30 s, by what other apps did before. Neither stands for the other: their mean counts, and one standard deviation
 * more, since a restart that takes longer than thought may cost the deadline and one that is quicker only some CPU.
 */
function restartSecondsOf({ offerSeconds, taskSeconds }: TaskStarts): number {
  const waits = offerSeconds.map((seconds) => Math.min(seconds, longestSeconds));
  const mean = meanOf(waits);
  const deviation = Math.sqrt(meanOf(waits.map((wait) => (wait - mean) ** 2)));
  const wait = Math.min(mean + deviation, Math.max(...waits));
  const work = Math.min(lowerMedian(taskSeconds), longestSeconds);
  return inMilliseconds(ownSeconds + wait + work);
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lowerMedian(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
