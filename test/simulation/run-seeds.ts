import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Result } from './simulate.ts';
import type { Order } from './worker.ts';

/** What came of many schedules. */
export interface Summary {
  played: number;
  findings: Result[];
  /** In how many schedules each kind of fault struck. */
  fired: Map<string, number>;
  /** Virtual hours, all together. */
  hours: number;
}

export interface Run {
  from: number;
  to: number;
  ignored?: string[];
  sharing?: boolean;
  /** Whether to stop, asked after each finding. */
  isEnough?: (finding: Result) => boolean;
}

/** So many seeds a worker takes at a time. */
const portion = 25;
/** Most of what a schedule makes is garbage at its end: little is copied where there is room for all of it. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/** Plays the seeds from one to before another on every core. */
export async function runSeeds({
  from,
  to,
  ignored = [],
  sharing = false,
  isEnough = () => false,
}: Run): Promise<Summary> {
  const summary: Summary = { played: 0, findings: [], fired: new Map(), hours: 0 };
  let next = from;
  let isOver = false;
  const take = ({ scenario, violation, fired, tookMs }: Result) => {
    summary.played += 1;
    summary.hours += tookMs / 3_600_000;
    for (const kind of fired) summary.fired.set(kind, (summary.fired.get(kind) ?? 0) + 1);
    if (!violation) return;
    const finding = { scenario, violation, fired, tookMs };
    summary.findings.push(finding);
    isOver ||= isEnough(finding);
  };
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits });
      const giveMore = () => {
        if (isOver || next >= to) return void worker.terminate().then(() => resolve());
        const order: Order = { from: next, to: Math.min(next + portion, to), ignored, sharing };
        next = order.to;
        worker.postMessage(order);
      };
      worker.on('message', (message: Result | 'done') => {
        if (message === 'done') return giveMore();
        take(message);
        if (isOver) worker.terminate().then(() => resolve());
      });
      worker.on('error', reject);
      giveMore();
    });
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), Math.ceil((to - from) / portion)) }, work),
  );
  summary.findings.sort((a, b) => a.scenario.seed - b.scenario.seed);
  return summary;
}
