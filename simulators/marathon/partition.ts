import { checkScale } from './check-scale.ts';
import { graceOf } from './kill-tasks.ts';
import type { Marathon } from './marathon.ts';
import { updateTask } from './task-updates.ts';

/** Cuts an agent off: its tasks run on, and nothing is heard of them or comes through to them. */
export function cutOff(marathon: Marathon, agentId: string): void {
  if (marathon.trouble.partitioned.has(agentId)) return;
  marathon.trouble.partitioned.set(agentId, []);
  for (const { id, agentId: of, hostname } of [...marathon.tasks.values()]) {
    const news = { taskId: id, agentId, hostname, message: 'Agent is unreachable' };
    if (of === agentId) updateTask(marathon, { ...news, state: 'TASK_UNREACHABLE' });
  }
}

/** The agent is back: what it has to tell is heard, tasks that were given up are killed, and so are those that are too many. */
export function reconnect(marathon: Marathon, agentId: string): void {
  const held = marathon.trouble.partitioned.get(agentId);
  if (!held) return;
  marathon.trouble.partitioned.delete(agentId);
  endGivenUp(marathon, agentId);
  for (const { id, state, hostname } of [...marathon.tasks.values()].filter(
    (task) => task.agentId === agentId,
  )) {
    if (state !== 'TASK_UNREACHABLE') continue;
    updateTask(marathon, { taskId: id, agentId, hostname, message: '', state: 'TASK_RUNNING' });
  }
  for (const news of held) updateTask(marathon, news);
  killAgain(marathon, agentId);
  checkScale(marathon);
}

function endGivenUp({ cluster, trouble, timing }: Marathon, agentId: string): void {
  for (const [taskId, of] of [...trouble.givenUp]) {
    if (of !== agentId) continue;
    cluster.kill(taskId, timing.killGraceMs);
    trouble.givenUp.delete(taskId);
  }
}

/** Kills that did not come through are sent again at once. */
function killAgain(marathon: Marathon, agentId: string): void {
  for (const task of marathon.tasks.values()) {
    if (task.agentId !== agentId) continue;
    delete task.isInactive;
    if (task.kill) marathon.cluster.kill(task.id, graceOf(marathon, task));
  }
}
