import { deadlineSecondsOf, type Fleet, type FleetJob } from './fleet-jobs.ts';

interface Due {
  from: number;
  until: number;
  work: number;
}

/**
 * A share of deadlines that nobody can exceed, however clairvoyant: a job counts if it can be on time alone; and of the jobs that
 * must be launched and done between two instants, so many are late that the others fit into what the agents have in that time.
 * Jobs are taken for fluid, so what can really be reached is less.
 */
export function boundOf(fleet: Fleet): number {
  const cpus = fleet.agents.reduce((sum, one) => sum + one, 0);
  const due = fleet.jobs.filter(isFeasibleAlone).map(dueOf);
  return (due.length - leastDropped(due, cpus)) / fleet.jobs.length;
}

function dueOf(job: FleetJob): Due {
  return { from: job.launchedAt, until: job.launchedAt + deadlineSecondsOf(job), work: job.clairvoyant };
}

/** Whether each run at the cpus at which it is the shortest makes the deadline; a run that hangs is given up at once. */
function isFeasibleAlone({ scenario, trial }: FleetJob): boolean {
  const { plan, gap } = scenario;
  let seconds = 0;
  for (let i = 0; i < plan.iterations; i++) {
    seconds += gap.seconds + trial.duration(i, trial.hangs(i) ? 1 : 0, plan.cpus.max);
  }
  return 1000 * seconds <= plan.deadlineAt;
}

/** The late ones of intervals that do not overlap add up: the best row of such intervals is found from its end. */
function leastDropped(due: Due[], cpus: number): number {
  const starts = [...new Set(due.map(({ from }) => from))].sort((a, b) => b - a);
  const ends = [...new Set(due.map(({ until }) => until))].sort((a, b) => a - b);
  const best: { from: number; dropped: number }[] = [];
  for (const from of starts) {
    const within = due.filter((one) => one.from >= from);
    const dropped = ends
      .filter((until) => until > from)
      .map((until) => droppedWithin(within, { from, until }, cpus) + after(best, until));
    best.unshift({ from, dropped: Math.max(after(best, from), ...dropped) });
  }
  return best[0]?.dropped ?? 0;
}

function after(best: { from: number; dropped: number }[], instant: number): number {
  return best.find(({ from }) => from >= instant)?.dropped ?? 0;
}

function droppedWithin(due: Due[], interval: { from: number; until: number }, cpus: number): number {
  const works = due.filter(({ until }) => until <= interval.until).map(({ work }) => work);
  let excess = works.reduce((sum, work) => sum + work, 0) - cpus * (interval.until - interval.from);
  if (excess <= 0) return 0;
  let dropped = 0;
  for (const work of works.sort((a, b) => b - a)) {
    if (excess <= 0) break;
    excess -= work;
    dropped += 1;
  }
  return dropped;
}
