import type { Plan } from '../../law.ts';
import { clamp } from '../../sane.ts';
import { constants } from '../constants.ts';

/** What is believed about the time from the end of a run to the start of the next one: the pause and a delay. */
export interface Gap {
  /** The pause of the plan, which is known and never learned. */
  pauseSeconds: number;
  /** What passes beyond the pause until the framework has started the run: mean, variance, and how many gaps they are worth. */
  delaySeconds: number;
  delayVariance: number;
  delays: number;
}

type Delay = Omit<Gap, 'pauseSeconds'>;

const c = constants;

export function gapSeconds({ pauseSeconds, delaySeconds }: Gap): number {
  return pauseSeconds + delaySeconds;
}

/** The gap before anything was measured. */
export function firstGap({ pauseSeconds, iterationDurationSeconds }: Plan): Gap {
  return { pauseSeconds, ...guessed(Math.min(c.delaySeconds, c.delayShare * iterationDurationSeconds)) };
}

/** The gap in a memory: the pause is the plan's; memories of before have the whole gap, and no variance. */
export function gapIn(
  [seconds, delays, variance]: [number, number, (number | undefined)?],
  { pauseSeconds }: Plan,
): Gap {
  if (variance !== undefined) return { pauseSeconds, delaySeconds: seconds, delayVariance: variance, delays };
  return { pauseSeconds, ...guessed(Math.max(0, seconds - pauseSeconds)), delays };
}

/**
 * The first run reports no gap, and has no pause before it. Until one is reported, what passed between the launch and the
 * end of that run without running is the best guess of the delay.
 */
export function withFirstDelay<Of extends Gap>(of: Of, elapsedSeconds: number, runSeconds: number): Of {
  if (of.delays > 0) return of;
  const most = Math.max(runSeconds, c.delaySeconds);
  return { ...of, ...guessed(clamp(elapsedSeconds - runSeconds, 0, most)) };
}

function guessed(delaySeconds: number): Delay {
  return { delaySeconds, delayVariance: (c.delaySpread * delaySeconds) ** 2, delays: 0 };
}

/** One gap more. One that is absurd, since nothing could start for a while, counts as a bounded one. */
export function withGap<Of extends Gap>(of: Of, seconds: number | null): Of {
  if (seconds === null || !(seconds >= 0 && seconds < 1e9)) return of;
  const seen = Math.max(0, seconds - of.pauseSeconds);
  if (of.delays === 0) return { ...of, ...guessed(seen), delays: 1 };
  const most = Math.max(3 * Math.sqrt(of.delayVariance), 4 * of.delaySeconds) + c.delaySeconds;
  const off = Math.min(seen - of.delaySeconds, most);
  const delays = Math.min(of.delays + 1, c.delayMemory);
  const surprise = (1 - 1 / delays) * off ** 2;
  return {
    ...of,
    delays,
    delaySeconds: of.delaySeconds + off / delays,
    delayVariance: of.delayVariance + (surprise - of.delayVariance) / delays,
  };
}

/** The variance of so many gaps: each varies, and for so many of them their mean may be another than was measured. */
export function gapVariance({ delayVariance, delays }: Gap, gaps: number, ignorantGaps: number): number {
  return delayVariance * (gaps + Math.min(gaps, ignorantGaps) ** 2 / Math.max(1, delays));
}
