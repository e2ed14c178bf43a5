/** How the page asks: how often in a row nothing was new, and whether the last answer was one. */
export interface Pace {
  unchanged: number;
  failures: number;
}

const fastestMs = { local: 1_000, deployed: 4_000 };
const slowestMs = 20_000;

export const firstPace: Pace = { unchanged: 0, failures: 0 };

export function paceAfter({ unchanged, failures }: Pace, answer: 'new' | 'same' | 'failed'): Pace {
  if (answer === 'failed') return { unchanged, failures: failures + 1 };
  return { unchanged: answer === 'same' ? unchanged + 1 : 0, failures: 0 };
}

/** Milliseconds until the next call: slower when nothing happens, and when nothing answers. */
export function delayMs({ unchanged, failures }: Pace, isLocal: boolean): number {
  const base = isLocal ? fastestMs.local : fastestMs.deployed;
  return Math.min(slowestMs, base * 1.6 ** Math.max(0, unchanged - 2, failures - 1));
}

/** Whether a picture is so old that the page says so: several calls were missed. */
export function isStale(ageMs: number, pace: Pace, isLocal: boolean): boolean {
  return ageMs > Math.max(5_000, 3 * delayMs(pace, isLocal)) || (pace.failures > 0 && ageMs > 3_000);
}
