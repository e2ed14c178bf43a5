import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { PostedMetric } from './metric-rules.ts';

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
  /** Resolves when they are on disk. */
  append(tenant: string, metrics: PostedMetric[]): Promise<void>;
}

/** The metrics kept as JSON lines in `metrics.jsonl` of the directory; a line cut off by a crash is left out. */
export async function openMetricLog(directory: string): Promise<MetricLog> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'metrics.jsonl');
  const metrics = await read(path);
  let written: Promise<unknown> = Promise.resolve();
  return {
    metrics,
    append: async (tenant, posted) => {
      const logged = posted.map((metric) => ({ tenant, ...metric }));
      // The leading line break ends whatever a crash left unfinished.
      const text = logged.map((metric) => `\n${JSON.stringify(metric)}`).join('');
      const mine = written.catch(() => undefined).then(() => appendFile(path, text));
      written = mine;
      await mine;
      for (const metric of logged) metrics.push(metric);
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
