import type { RunContainer } from '../../job/progress.ts';
import type { Report } from '../../job/report.ts';

const containersKept = 8;
const shortestSeconds = 60;

/** True if the container lived long enough for periodic samples to cover most of its life. */
export function isMeasurable({ startedAt, endedAt }: RunContainer): boolean {
  return endedAt - startedAt >= shortestSeconds;
}

/**
 * The last containers with the one that made the reported run, oldest first. It may have made earlier ones. Those that ended
 * without being measurable are forgotten.
 */
export function rememberContainer(known: RunContainer[], report: Report, cpus: number): RunContainer[] {
  const { container: name, clockAheadSeconds = 0 } = report;
  if (name === undefined) return known;
  // As the clock of its host shows them, by which its use is measured.
  const startedAt = report.startedAt + clockAheadSeconds;
  const finishedAt = report.finishedAt + clockAheadSeconds;
  const earlier = known.find((each) => each.name === name);
  const others = known.filter((each) => each !== earlier && isMeasurable(each));
  const seen: RunContainer = {
    name,
    startedAt: Math.min(startedAt, earlier?.startedAt ?? startedAt),
    endedAt: Math.max(finishedAt, earlier?.endedAt ?? finishedAt),
    cpus: earlier?.cpus ?? cpus,
  };
  return [...others, seen].slice(-containersKept);
}
