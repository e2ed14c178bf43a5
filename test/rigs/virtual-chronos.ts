import { answerRequest } from '../../simulators/chronos/answer-request.ts';
import {
  type ChronosSettings,
  createChronos,
  startScheduling,
} from '../../simulators/chronos/create-chronos.ts';
import type { ChronosVersion } from '../../simulators/chronos/dialect.ts';
import { type Failover, failOver, takeOver } from '../../simulators/chronos/lead.ts';
import type { ChronosCall } from '../../simulators/chronos/route.ts';
import type { StoredChronos } from '../../simulators/chronos/stored-state.ts';
import { parseTaskId } from '../../simulators/chronos/task-id.ts';
import { simulatedCluster, type TaskPlan } from '../../simulators/mesos/simulated-cluster.ts';
import { type VirtualClock, virtualClock } from '../../simulators/virtual-clock.ts';
import { never, prefixOf } from './chronos-simulator.ts';

/** A Chronos on a clock that is moved by hand, without HTTP and with tasks that are plans and no processes. */
export type VirtualRig = {
  clock: VirtualClock;
  /** Below the prefix of the version. */
  call(method: string, path: string, body?: object): { status: number; contentType?: string; body: string };
  /** Posts jobs that nothing but a forced start runs, each with the plan of its runs, and waits until they are known. */
  create(names: readonly string[], plan?: TaskPlan, job?: object): void;
  state(name: string): string | undefined;
  /** How often a task of the job has been launched, and how many of them run. */
  runs(name: string): { launched: number; active: number };
  restart(): void;
  failOver(times: Failover): void;
};

const start = Date.UTC(2026, 0, 1);
const agent = { id: 'one', hostname: 'one.example', cpus: 8, mem: 8192, disk: 65_536 };
const quickSuccess: TaskPlan = { runsMs: 1000, ends: 'TASK_FINISHED' };

export function virtualRig(
  version: ChronosVersion,
  options: Omit<ChronosSettings, 'cluster' | 'version' | 'clock'> = {},
): VirtualRig {
  const clock = virtualClock(start);
  const plans = new Map<string, TaskPlan>();
  const planOf = ({ id }: { id: string }) => plans.get(parseTaskId(id)?.jobName ?? '') ?? quickSuccess;
  const cluster = simulatedCluster({ agent, clock, planOf });
  let saved: StoredChronos = { jobs: [], taskIds: [] };
  const started = () => {
    const state = saved;
    const next = createChronos({ cluster, version, clock, ...options }, (stored) => {
      saved = stored;
    });
    takeOver(next, state);
    return { chronos: next, stop: startScheduling(next) };
  };
  let running = started();
  const rig: VirtualRig = {
    clock,
    call(method, path, body) {
      const reply = answerRequest(running.chronos, undefined, called(version, { method, path, body }));
      return { ...reply, body: String(reply.body ?? '') };
    },
    create(names, plan = quickSuccess, job = {}) {
      for (const name of names) {
        plans.set(name, plan);
        rig.call('POST', 'iso8601', { name, command: 'true', schedule: never, retries: 0, ...job });
      }
      clock.advance(100);
    },
    state(name) {
      const nodes = rig.call('GET', 'graph/csv').body.split('\n');
      return nodes.find((line) => line.startsWith(`node,${name},`))?.split(',')[3];
    },
    runs: (name) => ({
      launched: running.chronos.observed.launches(name),
      active: cluster.tasks().filter((task) => task.name === `ChronosTask:${name}`).length,
    }),
    restart() {
      running.stop();
      running = started();
    },
    failOver: (times) => failOver(running.chronos, times),
  };
  return rig;
}

function called(
  version: ChronosVersion,
  { method, path, body }: { method: string; path: string; body: object | undefined },
): ChronosCall {
  const host = 'chronos.example:4400';
  return {
    method,
    path: `${prefixOf(version)}/${path}`,
    query: new URLSearchParams(),
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    headers: body === undefined ? { host } : { host, 'content-type': 'application/json' },
  };
}
