import { live, liveNow } from '../../dashboard/fixtures/recorded.ts';
import type { DetailedJob, ShownJob } from '../../dashboard/model/shown.ts';

/** The recorded live job as if it ran now: all its instants are moved. */
export function jobNow(more: Partial<DetailedJob> = {}, now = Date.now()): DetailedJob {
  const instant = /"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g;
  const moved = JSON.stringify(live).replace(
    instant,
    (_, at: string) => `"${new Date(Date.parse(at) + now - liveNow).toISOString()}"`,
  );
  return { ...(JSON.parse(moved) as DetailedJob), ...more };
}

/** So many live jobs, each with another deadline and progress. With the same `done` they are the same. */
export function liveJobsNow(count: number, done = 0): ShownJob[] {
  const { points, belief, ...first } = jobNow();
  const deadlineAt = Date.parse(first.deadlineAt);
  return Array.from({ length: count }, (_, i) => ({
    ...first,
    jobId: `01KD${String(i).padStart(22, '0')}`,
    name: `simulation-${i}`,
    iterations: 500,
    completed: (i + done) % 500,
    remaining: 500 - ((i + done) % 500),
    deadlineAt: new Date(deadlineAt + 60_000 * (i % 97)).toISOString(),
  }));
}

/** A live job whose last `count` evaluations are known, with an iteration in each. */
export function jobOfPoints(count: number, done = 0): DetailedJob {
  const job = jobNow();
  const [point] = job.points.slice(-1);
  const [iteration] = job.points.flatMap(({ iterations }) => iterations);
  if (!point || !iteration) throw new Error('The recorded job has no iteration.');
  const last = Date.parse(point.at);
  const total = count + 500;
  const points = Array.from({ length: count }, (_, i) => {
    const at = new Date(last - 10_000 * (count - 1 - i)).toISOString();
    const completed = done + i + 1;
    const cpus = 0.25 + 0.05 * ((i >> 3) % 10);
    return {
      ...point,
      at,
      completed,
      remaining: total - completed,
      cpus,
      iterations: [{ ...iteration, cpus, endedAt: at, durationSeconds: 8 + ((i * 7) % 13) / 10 }],
    };
  });
  const launchedAt = new Date(last - 10_000 * count).toISOString();
  return {
    ...job,
    launchedAt,
    iterations: total,
    completed: done + count,
    remaining: total - done - count,
    points,
  };
}
