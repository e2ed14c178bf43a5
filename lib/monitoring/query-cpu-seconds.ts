import type { MonascaClient } from '../monasca/client.ts';
import type { SeriesStatistics } from '../monasca/metric-statistics.ts';

export interface ContainersQuery {
  /** The names of the containers, as Docker shows them: the dimension `name` of the Monasca agent. */
  containers: string[];
  /** Epoch milliseconds; no container began before. */
  startAt: number;
  endAt: number;
  /** Of containers whose later use does not count: until when it does, by name. */
  endsAt?: ReadonlyMap<string, number>;
}

const ticksPerSecond = 100;
const mostBuckets = 200;
const shortestPeriodSeconds = 60;

/**
 * CPU seconds that each container really used, user and system together, as the Docker check of the Monasca agent counts them
 * (`container.cpu.user_time` and `container.cpu.system_time`, in ticks since the container's start). A container of which one of
 * both is absent is left out. Null when nothing is known, or too much is there for one answer.
 */
export async function queryCpuSeconds(
  client: Pick<MonascaClient, 'metricStatistics'>,
  { containers, startAt, endAt, endsAt }: ContainersQuery,
): Promise<Map<string, number> | null> {
  if (containers.length === 0 || endAt <= startAt) return null;
  const query = {
    dimensions: { name: containers },
    statistics: ['max' as const],
    startAt,
    endAt,
    periodSeconds: periodOf((endAt - startAt) / 1000),
  };
  const statisticsOf = (name: string) => client.metricStatistics({ ...query, name });
  const [user, system] = await Promise.all([
    statisticsOf('container.cpu.user_time'),
    statisticsOf('container.cpu.system_time'),
  ]);
  if (user.isCut || system.isCut) return null;
  const systemTicks = ticksOf(system.series, endsAt);
  const used = [...ticksOf(user.series, endsAt)].flatMap(([name, ticks]): [string, number][] => {
    const more = systemTicks.get(name);
    return more === undefined ? [] : [[name, (ticks + more) / ticksPerSecond]];
  });
  return used.length > 0 ? new Map(used) : null;
}

function periodOf(seconds: number): number {
  return Math.ceil(seconds / mostBuckets / shortestPeriodSeconds) * shortestPeriodSeconds;
}

function ticksOf(series: SeriesStatistics[], endsAt?: ReadonlyMap<string, number>): Map<string, number> {
  const ticks = new Map<string, number>();
  for (const [name, ofOne] of Map.groupBy(series, ({ dimensions }) => dimensions.name ?? '')) {
    const end = endsAt?.get(name) ?? Number.POSITIVE_INFINITY;
    const counted = readings(ofOne).filter(({ at }) => at < end);
    if (counted.length > 0) ticks.set(name, grown(counted));
  }
  return ticks;
}

interface Reading {
  at: number;
  value: number;
}

/** What the one counter of a container showed, oldest first: its series is another one when its host was renamed. */
function readings(series: SeriesStatistics[]): Reading[] {
  const highest = new Map<number, number>();
  for (const { at, values } of series.flatMap(({ buckets }) => buckets)) {
    if (values.max !== undefined) highest.set(at, Math.max(values.max, highest.get(at) ?? 0));
  }
  return [...highest].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
}

/** How far a counter went from 0; when it is less than before, a new container of the name counts from 0 again. */
function grown(counted: Reading[]): number {
  let last = 0;
  let ticks = 0;
  for (const { value } of counted) {
    ticks += value < last ? value : value - last;
    last = value;
  }
  return ticks;
}
