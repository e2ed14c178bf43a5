import type { Container, TaskEnd } from '../container.ts';
import { startContainer } from '../start-container.ts';
import { type Chronos, type Definition, failOver, store } from './chronos.ts';

/** A job that is gone, or fits nowhere, ends its round, and the offer is declined for so long. */
const declinedMs = 5_000;
const restartAfterMs = 600_000;

/** Queues one run, unless one is queued. */
export function enqueue(chronos: Chronos, name: string): void {
  if (!chronos.queue.includes(name)) {
    chronos.queue.push(name);
    chronos.queuedAt.set(name, chronos.cluster.clock.now());
  }
  offerLater(chronos);
}

function offerLater(chronos: Chronos): void {
  if (chronos.isOffering || chronos.queue.length === 0) return;
  chronos.isOffering = true;
  const { clock, weather } = chronos.cluster;
  const afterMs = weather.strikes('offers-rare') ? 30_000 : 500 + 1_000 * weather.chance('offer');
  clock.after(afterMs, () => {
    chronos.isOffering = false;
    const isUp = clock.now() >= Math.max(chronos.leader.downUntil, chronos.noOffersUntil);
    if (isUp && !chronos.isDriverDead) takeOffer(chronos);
    offerLater(chronos);
  });
}

/** One round: a job that is gone ends it, one that runs is dropped, one that does not fit goes to the end of the queue. */
function takeOffer(chronos: Chronos): void {
  const { queue, jobs, running, launching, cluster } = chronos;
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const job = jobs.get(name);
    if (job && (running.has(name) || launching.has(name))) {
      cluster.tell(`Chronos drops a start of ${name}: it runs`);
      continue;
    }
    const isEnabled = job !== undefined && job.disabled !== true;
    if (isEnabled && Number(job.cpus) <= cluster.freeCpus()) launch(chronos, name, job);
    else {
      if (isEnabled) queue.push(name);
      chronos.noOffersUntil = cluster.clock.now() + declinedMs;
    }
    return;
  }
}

function launch(chronos: Chronos, name: string, job: Definition): void {
  const { cluster, launching, beingStored, leader } = chronos;
  const { clock, weather } = cluster;
  launching.add(name);
  const { term } = leader;
  const taskId = `ct:${chronos.queuedAt.get(name)}:0:${name}:${++chronos.taskCount}`;
  cluster.tell(`Chronos launches ${taskId} with ${job.cpus} cpus`);
  // What left the queue is put back as it was then, whatever came in between.
  beingStored.add(name);
  clock.after(storeMs(chronos), () => {
    beingStored.delete(name);
    if (leader.term !== term) return;
    if (chronos.jobs.has(name)) return store(chronos, name, job);
    chronos.zombies.add(name);
    killDriver(chronos, `${name} was deleted while its run was launched`);
  });
  clock.after(100 + 900 * weather.chance('launch'), () => {
    launching.delete(name);
    const container = begin(chronos, { name, job, taskId });
    if (leader.term === term) chronos.running.set(name, container);
    else container.isOutOfSight = true;
  });
}

interface Launched {
  name: string;
  job: Definition;
  taskId: string;
}

function begin(chronos: Chronos, { name, job, taskId }: Launched): Container {
  const variables = job.environmentVariables as { name: string; value: string }[];
  const environment = Object.fromEntries(variables.map((each) => [each.name, each.value]));
  const container = startContainer(chronos.cluster, {
    taskId,
    environment,
    cpus: Number(environment.PACER_CPUS ?? job.cpus),
    loops: false,
    doesNothing: !String(job.command).includes('PACER_COMMAND'),
    ended: (end) => chronos.cluster.clock.after(50, () => ended(chronos, name, container, end)),
  });
  chronos.live.add(container);
  return container;
}

/** How long a write to ZooKeeper takes: now and then one takes its time. */
function storeMs({ cluster: { weather } }: Chronos): number {
  const usual = 5 + 200 * weather.chance('zookeeper');
  return weather.chance('slow zookeeper') < 0.1 ? 4 * usual : usual;
}

/** The state is set first, the counters are stored later, and only then those that depend on the job are looked for. */
function ended(chronos: Chronos, name: string, container: Container, end: TaskEnd): void {
  const { cluster, leader, live, running, ending } = chronos;
  const { clock } = cluster;
  if (clock.now() < leader.downUntil) {
    // Mesos tells it again until somebody hears it.
    clock.after(leader.downUntil + 1_000 - clock.now(), () => ended(chronos, name, container, end));
    return;
  }
  live.delete(container);
  if (running.get(name) === container) running.delete(name);
  const seen = chronos.jobs.get(name);
  if (end === 'TASK_KILLED' || !seen || chronos.isDriverDead) return;
  const step = storeMs(chronos);
  ending.add(name);
  const isGone = goneWatch(chronos, name);
  clock.after(step, () => {
    if (!isGone()) store(chronos, name, counted(seen, end));
  });
  clock.after(2 * step, () => {
    isGone();
    ending.delete(name);
  });
}

/** Tells whether the job was deleted, or there is another leader, since. */
function goneWatch(chronos: Chronos, name: string): () => boolean {
  const { term } = chronos.leader;
  return () => {
    if (chronos.leader.term !== term) return true;
    if (chronos.jobs.has(name)) return false;
    killDriver(chronos, `${name} was deleted while the end of its run was stored`);
    return true;
  };
}

function counted(job: Definition, end: TaskEnd): Definition {
  const field = end === 'TASK_FINISHED' ? 'successCount' : 'errorCount';
  return { ...job, [field]: Number(job[field] ?? 0) + 1 };
}

/** From now on nothing is launched, until somebody restarts Chronos. */
function killDriver(chronos: Chronos, why: string): void {
  const { ledger, clock } = chronos.cluster;
  ledger.breaks('shared-framework-unharmed', `Chronos stops to launch jobs: ${why}`);
  chronos.isDriverDead = true;
  clock.after(restartAfterMs, () => failOver(chronos, { forgetsMs: 0, revivesMs: 0 }));
}
