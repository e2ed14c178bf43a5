import type { Clock } from '../clock.ts';
import type { MesosCluster } from './cluster.ts';
import type { Agent, TaskRequest, TaskStatus } from './task.ts';

/** The part of a cluster that a framework needs. */
export type TaskCluster = Pick<MesosCluster, 'launch' | 'kill' | 'strike' | 'tasks' | 'subscribe'>;

/** How long a task runs after its start, in milliseconds, and how it ends. */
export type TaskPlan = { runsMs: number; ends: 'TASK_FINISHED' | 'TASK_FAILED' };

type Live = { request: TaskRequest; callOff: () => void };

export interface SimulatedClusterOptions {
  agent: Agent;
  clock: Clock;
  planOf: (task: TaskRequest) => TaskPlan;
}

/**
 * One agent whose tasks are plans on a clock instead of processes, so that a test can run them for hours. A task starts as soon as
 * it is launched, and a kill ends it at once.
 */
export function simulatedCluster({ agent, clock, planOf }: SimulatedClusterOptions): TaskCluster {
  const live = new Map<string, Live>();
  const listeners = new Set<(status: TaskStatus) => void>();
  const { id: agentId, hostname } = agent;
  const placement = { agentId, hostname, sandbox: '' };
  const publish = (taskId: string, state: TaskStatus['state']) => {
    for (const listener of [...listeners]) listener({ taskId, state, message: '', agentId, hostname });
  };
  const end = (taskId: string, state: TaskStatus['state']) => {
    live.get(taskId)?.callOff();
    if (live.delete(taskId)) publish(taskId, state);
  };
  return {
    launch(request) {
      if (!fits(request, agent, [...live.values()])) return undefined;
      const { runsMs, ends } = planOf(request);
      const begin = () => {
        publish(request.id, 'TASK_RUNNING');
        live.set(request.id, { request, callOff: clock.after(runsMs, () => end(request.id, ends)) });
      };
      live.set(request.id, { request, callOff: clock.after(0, begin) });
      return placement;
    },
    kill: (taskId) => end(taskId, 'TASK_KILLED'),
    strike: (taskId, as) => end(taskId, as),
    tasks: () =>
      [...live.values()].map(({ request }) => ({ ...request, ...placement, state: 'TASK_RUNNING' })),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fits(request: TaskRequest, agent: Agent, live: Live[]): boolean {
  return (['cpus', 'mem', 'disk'] as const).every((kind) => {
    const taken = live.reduce((sum, task) => sum + task.request[kind], 0);
    return Math.round((taken + request[kind]) * 1000) <= Math.round(agent[kind] * 1000);
  });
}
