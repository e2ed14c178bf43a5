import { QUIET } from './chance.ts';
import { type BenchJob, jobScenario, USUAL_BOUNDS } from './job-scenario.ts';
import type { Scenario } from './scenario.ts';

const USUAL: BenchJob = {
  name: 'usual',
  group: 'kinds',
  seconds: (cpus) => 12 + 48 / (Math.min(cpus, 2) - 0.06),
  chance: QUIET,
  iterations: 20,
  bounds: USUAL_BOUNDS,
  initialCpus: 1,
  deadlineCpus: 0.8,
  tightness: 1,
  declared: 1,
  gapSeconds: 5,
  reserved: true,
  pauseSeconds: 0,
  restarts: [],
};

/** Below a fifth of a cpu a program that is stopped in each period loses far more than its share. */
function pastTheCliff(cpus: number): number {
  const work = 1.4 / Math.min(cpus, 1);
  return 0.1 + work * (cpus < 0.3 ? (0.3 / cpus) ** 4 : 1);
}

/** Faster up to four threads, slower with more of them. */
function retrograde(cpus: number): number {
  return 40 / Math.min(cpus, 4) + (cpus > 4 ? 3 * (cpus - 4) : 0);
}

const QUIET_5 = { ...QUIET, spread: 0.05 };
const THREADS = { bounds: { min: 1, max: 8 }, initialCpus: 4, deadlineCpus: 4 };

const KINDS: [name: string, changes: Partial<BenchJob>][] = [
  [
    'cached steps',
    {
      seconds: (cpus) => 100 / Math.min(cpus, 1),
      chance: { ...QUIET_5, stragglers: { share: 0.1, factor: 0.02 } },
      tightness: 1.3,
      deadlineCpus: 1,
    },
  ],
  ['quota cliff', { seconds: pastTheCliff, tightness: 1.5, deadlineCpus: 0.5, gapSeconds: 0.5 }],
  ['retrograde', { ...THREADS, seconds: retrograde, chance: QUIET_5, tightness: 1.1 }],
  ['retrograde, roomy', { ...THREADS, seconds: retrograde, chance: QUIET_5, tightness: 1.6 }],
  [
    'super-linear',
    {
      ...THREADS,
      seconds: (cpus) => 4 + 160 / cpus ** 1.3,
      chance: QUIET_5,
      deadlineCpus: 3,
    },
  ],
  ['bimodal', { chance: { ...QUIET_5, stragglers: { share: 0.25, factor: 2.6 } }, tightness: 1.1 }],
  [
    'host bursts',
    {
      chance: { ...QUIET_5, hostBursts: { begins: 0.04, goesOn: 0.75, factor: 2.2 } },
      deadlineCpus: 1,
      tightness: 1.05,
    },
  ],
  [
    'wide bounds',
    {
      seconds: (cpus) => 6 + 400 / Math.min(cpus, 16),
      bounds: { min: 1, max: 64 },
      initialCpus: 16,
      deadlineCpus: 12,
    },
  ],
  ['pause', { pauseSeconds: 30, reserved: false }],
  ['long pause', { pauseSeconds: 300, reserved: false, gapSeconds: 3.5, gaps: [2, 5] }],
  ['pause, tight', { pauseSeconds: 30, reserved: false, deadlineCpus: 1.5 }],
  ['gaps of 2 to 5 s', { seconds: (cpus) => 1 + 6 / cpus, gapSeconds: 3.5, gaps: [2, 5] }],
  [
    'gaps of 2 to 5 s, tight',
    { seconds: (cpus) => 1 + 6 / cpus, gapSeconds: 3.5, gaps: [2, 5], deadlineCpus: 1.5 },
  ],
  ['restarts of 1 or 27 s', { gapSeconds: 0, restarts: [1, 27] }],
  ['restarts of 1 or 27 s, tight', { gapSeconds: 0, restarts: [1, 27], deadlineCpus: 1.5 }],
  ['restarts of 1 or 27 s, pause', { gapSeconds: 0, pauseSeconds: 30, restarts: [1, 27] }],
  ['one iteration', { iterations: 1, tightness: 1.4 }],
  ['three iterations', { iterations: 3, tightness: 1.15 }],
  ['just reachable', { deadlineCpus: 2, tightness: 1.06, chance: QUIET_5 }],
  ['useless beyond 1.2', { seconds: (cpus) => 60 / Math.min(cpus, 1.2), deadlineCpus: 1.2, tightness: 1.06 }],
];

/** Jobs of the kinds that real ones taught: what is measured by name, and never tuned to a trace. */
export const kinds: Scenario[] = KINDS.map(([name, changes]) => jobScenario({ ...USUAL, ...changes, name }));
