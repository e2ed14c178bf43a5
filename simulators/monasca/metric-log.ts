import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const line = z.object({
  tenant: z.string(),
  name: z.string(),
  dimensions: z.record(z.string(), z.string()),
  timestamp: z.number(),
  value: z.number(),
  value_meta: z.record(z.string(), z.unknown()).nullable(),
});

export type LoggedMetric = z.output<typeof line>;

export interface MetricLog {
  /** All metrics in the order of their arrival. */
  metrics: readonly LoggedMetric[];
  /** Those of them that can be read already. */
  stored(): readonly LoggedMetric[];
  /** Resolves when they are on disk. */
  append(metrics: LoggedMetric[]): Promise<void>;
}

export interface StoringOptions {
  /** Epoch milliseconds. */
  now: () => number;
  /** How often what has come is stored, as by monasca-persister (30 s there); 0 is at once. */
  storeEveryMs: number;
}

/**
 * The metrics kept as JSON lines in `metrics.jsonl` of the directory; a line cut off by a crash is left out. What was there at
 * the start can be read at once.
 */
export async function openMetricLog(directory: string, options: StoringOptions): Promise<MetricLog> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'metrics.jsonl');
  const metrics = await read(path);
  let written: Promise<unknown> = Promise.resolve();
  const storing = storedLater(metrics, options);
  return {
    metrics,
    stored: storing.stored,
    append: async (logged) => {
      // The leading line break ends whatever a crash left unfinished.
      const text = logged.map((metric) => `\n${JSON.stringify(metric)}`).join('');
      const mine = written.catch(() => undefined).then(() => appendFile(path, text));
      written = mine;
      await mine;
      for (const metric of logged) metrics.push(metric);
      storing.came();
    },
  };
}

function storedLater(metrics: LoggedMetric[], { now, storeEveryMs }: StoringOptions) {
  const openedAt = now();
  let count = metrics.length;
  let due: { at: number; count: number }[] = [];
  return {
    came: () => {
      if (storeEveryMs === 0) return;
      const passed = Math.floor((now() - openedAt) / storeEveryMs);
      due.push({ at: openedAt + (passed + 1) * storeEveryMs, count: metrics.length });
    },
    stored: () => {
      if (storeEveryMs === 0) return metrics;
      const at = now();
      count = due.findLast((each) => each.at <= at)?.count ?? count;
      due = due.filter((each) => each.at > at);
      return metrics.slice(0, count);
    },
  };
}

async function read(path: string): Promise<LoggedMetric[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').flatMap(parseLine);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [];
  }
}

function parseLine(text: string): LoggedMetric[] {
  try {
    return [line.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}
