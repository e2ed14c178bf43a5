import type { HttpRequest, HttpResponse } from '../../../lib/http/http.ts';
import { html } from '../pacer/http.ts';
import type { Cluster } from './cluster.ts';
import { type Container, startContainer, type TaskEnd } from './container.ts';

type Definition = Record<string, unknown> & { name: string };

/** Chronos 3.0.2 as real servers were seen to behave: see reference and timelines. */
export interface ChronosServer {
  answer(request: HttpRequest): HttpResponse;
  /** Another server takes over: it knows what is stored, and nothing of what runs. */
  failOver(how: { forgetsMs: number; revivesMs: number }): void;
  /** Somebody deletes the job by hand. */
  deleteByHand(name: string): void;
  tasks(): Container[];
  /** The jobs of Pacer's that there are, by the id of the job. */
  jobIds(): string[];
}

const prefix = '/v1/scheduler';
const reconciliationMs = 20 * 60_000;
const ghostCostsMs = 5_000;

export function chronosServer(cluster: Cluster): ChronosServer {
  const { clock, weather, ledger, tell } = cluster;
  const jobs = new Map<string, Definition>();
  const visibleAt = new Map<string, number>();
  const queue: string[] = [];
  /** Being launched: still shown as queued. */
  const launching = new Set<string>();
  /** What the leader knows to run. */
  const running = new Map<string, Container>();
  const live = new Set<Container>();
  /** Jobs that a DELETE took away under the hands of the scheduler. */
  const zombies = new Set<string>();
  const history: { at: number; name: string; before: Definition | undefined }[] = [];
  const leader = { downUntil: 0, emptyUntil: 0, term: 1 };
  let isDriverDead = false;
  let isOffering = false;
  let noOffersUntil = 0;
  let taskCount = 0;

  /** How long a write to ZooKeeper takes. */
  const storeMs = () => 5 + 200 * weather.chance('zookeeper');

  function store(name: string, after: Definition | undefined) {
    history.push({ at: clock.now(), name, before: jobs.get(name) });
    if (after) jobs.set(name, after);
    else jobs.delete(name);
  }

  function killDriver(why: string) {
    ledger.breaks('shared-framework-unharmed', `Chronos stops to launch jobs: ${why}`);
    isDriverDead = true;
    clock.after(600_000, () => failOver({ forgetsMs: 0, revivesMs: 0 }));
  }

  function enqueue(name: string) {
    if (!queue.includes(name)) queue.push(name);
    offerLater();
  }

  function offerLater() {
    if (isOffering || queue.length === 0) return;
    isOffering = true;
    const everyMs = weather.strikes('offers-rare') ? 30_000 : 500 + 1_000 * weather.chance('offer');
    clock.after(everyMs, () => {
      isOffering = false;
      if (!isDriverDead && clock.now() >= leader.downUntil && clock.now() >= noOffersUntil) takeOffer();
      offerLater();
    });
  }

  /** One round: a job that is gone ends it, one that runs is dropped, one that does not fit goes to the end of the queue. */
  function takeOffer() {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const job = jobs.get(name);
      if (!job || job.disabled === true) {
        noOffersUntil = clock.now() + ghostCostsMs;
        return;
      }
      if (running.has(name) || launching.has(name)) {
        tell(`Chronos drops a start of ${name}: it runs`);
        continue;
      }
      if (Number(job.cpus) > cluster.freeCpus()) {
        queue.push(name);
        noOffersUntil = clock.now() + ghostCostsMs;
        return;
      }
      return launch(name, job);
    }
  }

  function launch(name: string, job: Definition) {
    launching.add(name);
    const { term } = leader;
    const taskId = `ct:${clock.now()}:0:${name}:${++taskCount}`;
    const variables = job.environmentVariables as { name: string; value: string }[];
    const environment = Object.fromEntries(variables.map((each) => [each.name, each.value]));
    tell(`Chronos launches ${taskId} with ${job.cpus} cpus`);
    // What left the queue is put back as it was then, whatever came in between.
    clock.after(storeMs(), () => {
      if (leader.term !== term) return;
      if (jobs.has(name)) return store(name, job);
      zombies.add(name);
      killDriver(`${name} was deleted while its run was launched`);
    });
    clock.after(100 + 900 * weather.chance('launch'), () => {
      launching.delete(name);
      const container = startContainer(cluster, {
        ...{ taskId, environment, cpus: Number(environment.PACER_CPUS ?? job.cpus), loops: false },
        doesNothing: !String(job.command).includes('PACER_COMMAND'),
        ended: (end) => clock.after(50, () => ended(name, container, end)),
      });
      live.add(container);
      if (leader.term === term) running.set(name, container);
      else container.isOutOfSight = true;
    });
  }

  /** The state is set first, the counters are stored later, and only then those that depend on the job are looked for. */
  function ended(name: string, container: Container, end: TaskEnd) {
    if (clock.now() < leader.downUntil) {
      // Mesos tells it again until somebody hears it.
      clock.after(leader.downUntil + 1_000 - clock.now(), () => ended(name, container, end));
      return;
    }
    live.delete(container);
    if (running.get(name) === container) running.delete(name);
    const seen = jobs.get(name);
    if (end === 'TASK_KILLED' || !seen || isDriverDead) return;
    const { term } = leader;
    const step = storeMs();
    const isGone = () => {
      if (leader.term !== term || jobs.has(name)) return leader.term !== term;
      killDriver(`${name} was deleted while the end of its run was stored`);
      return true;
    };
    clock.after(step, () => {
      if (!isGone()) store(name, counted(seen, end));
    });
    clock.after(2 * step, isGone);
  }

  function counted(job: Definition, end: TaskEnd): Definition {
    const field = end === 'TASK_FINISHED' ? 'successCount' : 'errorCount';
    return { ...job, [field]: Number(job[field] ?? 0) + 1 };
  }

  function failOver({ forgetsMs, revivesMs }: { forgetsMs: number; revivesMs: number }) {
    const now = clock.now();
    tell('another Chronos takes over');
    for (const { at, name, before } of history.toReversed()) {
      const isRevived = before && !jobs.has(name) && now - at <= revivesMs;
      if (now - at <= forgetsMs || isRevived) {
        tell(`what became of ${name} at ${at} is forgotten`);
        if (before) jobs.set(name, before);
        else jobs.delete(name);
      }
    }
    leader.term += 1;
    leader.downUntil = now + 3_000 + 8_000 * weather.chance('takeover');
    leader.emptyUntil = leader.downUntil + 900;
    for (const container of running.values()) container.isOutOfSight = true;
    isDriverDead = false;
    running.clear();
    zombies.clear();
    queue.length = 0;
    const { term } = leader;
    clock.after(reconciliationMs, () => leader.term === term && reconcile());
  }

  /** The first reconciliation after a takeover finds what runs. */
  function reconcile() {
    for (const container of live) {
      const name = container.taskId.split(':')[3] as string;
      if (container.isLive && jobs.has(name) && !running.has(name)) {
        running.set(name, container);
        container.isOutOfSight = false;
      }
    }
  }

  const visible = (name: string) => {
    if (clock.now() < leader.emptyUntil || clock.now() < (visibleAt.get(name) ?? 0)) return undefined;
    return jobs.get(name);
  };
  const stateOf = (name: string) => {
    if (running.has(name)) return '1 running';
    return queue.includes(name) || launching.has(name) ? 'queued' : 'idle';
  };

  function post(job: Definition): HttpResponse {
    if (!jobs.has(job.name)) visibleAt.set(job.name, clock.now() + 5 + 150 * weather.chance('visible'));
    store(job.name, { successCount: 0, errorCount: 0, disabled: false, ...job });
    return done;
  }

  function remove(name: string): HttpResponse {
    if (!visible(name)) return zombies.has(name) ? bad(`no such vertex in graph: ${name}`) : unknown(name);
    kill(name);
    store(name, undefined);
    return done;
  }

  function kill(name: string) {
    const container = running.get(name);
    if (container) cluster.kill(container);
  }

  const routes: Record<string, (name: string, request: HttpRequest) => HttpResponse> = {
    'GET /jobs/search': () => json([...jobs.values()].filter(({ name }) => visible(name))),
    'GET /jobs': () => json([...jobs.values()].filter(({ name }) => visible(name))),
    'GET /jobs/summary': () =>
      json({
        jobs: [...jobs.keys()]
          .filter(visible)
          .map((name) => ({ name, status: 'fresh', state: stateOf(name) })),
      }),
    'GET /leader': () => json({ leader: `chronos-${leader.term}:4400` }),
    'GET /job': (name) => {
      const job = visible(name);
      return job ? json(job) : unknown(name);
    },
    'POST /iso8601': (_, { body = '' }) => post(JSON.parse(body)),
    'PUT /job': (name) => {
      if (!visible(name)) return unknown(name);
      enqueue(name);
      return done;
    },
    'DELETE /job': remove,
    'DELETE /task/kill': (name) => {
      if (!visible(name)) return unknown(name);
      kill(name);
      return done;
    },
  };

  return {
    failOver,
    tasks: () => [...live].filter(({ isLive }) => isLive),
    jobIds: () => [...jobs.values()].map((job) => jobIdOf(job)),
    deleteByHand(name) {
      if (!jobs.has(name) || stateOf(name) === 'queued') return;
      kill(name);
      store(name, undefined);
    },
    answer(request) {
      if (clock.now() < leader.downUntil) return html(500, 'Error proxying request to leader');
      if (!cluster.isAllowed(request)) return html(401, 'Error 401 Unauthorized');
      const path = new URL(request.url).pathname;
      if (!path.startsWith(prefix)) return html(404, 'Error 404 Not Found');
      const below = path.slice(prefix.length);
      const exact = routes[`${request.method} ${below}`];
      if (exact) return exact('', request);
      const cut = below.lastIndexOf('/');
      const route = routes[`${request.method} ${below.slice(0, cut)}`];
      return route
        ? route(decodeURIComponent(below.slice(cut + 1)), request)
        : html(404, 'Error 404 Not Found');
    },
  };
}

function jobIdOf({ environmentVariables }: Definition): string {
  const variables = (environmentVariables ?? []) as { name: string; value: string }[];
  return variables.find(({ name }) => name === 'PACER_JOB_ID')?.value ?? '';
}

const done: HttpResponse = { status: 204, headers: {}, body: '' };

function json(value: unknown): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function bad(problem: string): HttpResponse {
  const message = `java.lang.IllegalArgumentException: ${problem}\n\tat scala.Predef$.require(Predef.scala:224)`;
  return { ...json({ status: 'Bad Request', message }), status: 400 };
}

const unknown = (name: string) => bad(`requirement failed: Job '${name}' not found`);
