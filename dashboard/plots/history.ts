import { axisX, axisY, barX, gridX, ruleX, tickX } from '@observablehq/plot';
import { lengthOfTime } from '../../lib/control/wording.ts';
import type { PastJob } from '../model/history.ts';
import { standingText } from '../model/standing.ts';
import { type Drawn, drawn, type Frame } from './draw.ts';

/** How long each job took, as a bar, against what its deadline allowed, as a mark. */
export function historyPlot(past: readonly PastJob[], frame: Frame): Drawn {
  const most = Math.max(1, ...past.flatMap(({ seconds, allowedSeconds }) => [seconds, allowedSeconds]));
  const unit = unitOf(most);
  const scales = {
    x: { domain: [0, most / unit.seconds], label: null },
    y: { type: 'band', domain: past.map(({ jobId }) => jobId), label: null } as const,
    marginLeft: 70,
  };
  return drawn(frame, scales, [
    gridX({ ticks: 5, stroke: 'var(--grid)', strokeOpacity: 1 }),
    axisX({ ticks: 5, label: null, tickFormat: (value: number) => `${value} ${unit.name}` }),
    axisY({ label: null, tickSize: 0, tickFormat: (jobId: string) => nameOf(past, jobId) }),
    barX(past, {
      x: ({ seconds }: PastJob) => seconds / unit.seconds,
      y: 'jobId',
      fill: colourOf,
      fillOpacity: 0.6,
      insetTop: 3,
      insetBottom: 3,
      title: ({ seconds, standing }: PastJob) => `${lengthOfTime(seconds)}: ${standingText(standing)}`,
    }),
    tickX(past, {
      x: ({ allowedSeconds }: PastJob) => allowedSeconds / unit.seconds,
      y: 'jobId',
      stroke: 'var(--ink)',
      strokeWidth: 3,
    }),
    ruleX([0], { stroke: 'var(--ink-faint)' }),
  ]);
}

function nameOf(past: readonly PastJob[], jobId: string): string {
  const job = past.find((each) => each.jobId === jobId);
  const date = new Date(job?.launchedAt ?? 0);
  return (
    date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' }) +
    date.toTimeString().slice(0, 5).padStart(6)
  );
}

/** A unit in which the longest job has a number that people read. */
function unitOf(seconds: number): { seconds: number; name: string } {
  if (seconds < 300) return { seconds: 1, name: 's' };
  return seconds < 14_400 ? { seconds: 60, name: 'min' } : { seconds: 3600, name: 'h' };
}

/** What was cancelled or is paused is neither good nor bad. */
function colourOf({ standing }: PastJob): string {
  if (standing === 'met' || standing === 'on-time') return 'var(--good)';
  const isBad = ['late', 'failed', 'overdue', 'cannot-be-met'].includes(standing);
  return isBad ? 'var(--bad)' : 'var(--ink-faint)';
}
