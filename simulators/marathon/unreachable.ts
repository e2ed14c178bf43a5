import type { AppTask } from './app-task.ts';
import { refill } from './launch-queue.ts';
import type { Marathon } from './marathon.ts';

/**
 * A task whose agent cannot be reached. Its app's strategy says after how long another one takes its place, and after how
 * long it is forgotten; without a strategy it keeps its place. The task itself may run all the while.
 */
export function loseTask(marathon: Marathon, task: AppTask): void {
  task.state = 'TASK_UNREACHABLE';
  const strategy = task.app.unreachableStrategy;
  if (strategy === 'disabled') return;
  inSeconds(marathon, strategy.inactiveAfterSeconds, () => {
    if (isLost(marathon, task)) giveAway(marathon, task);
  });
  inSeconds(marathon, strategy.expungeAfterSeconds, () => {
    if (isLost(marathon, task)) forget(marathon, task);
  });
}

function inSeconds({ clock }: Marathon, seconds: number, action: () => void): void {
  if (seconds === 0) action();
  else clock.after(seconds * 1000, action);
}

const isLost = ({ tasks }: Marathon, task: AppTask): boolean =>
  tasks.get(task.id) === task && task.state === 'TASK_UNREACHABLE';

function giveAway(marathon: Marathon, task: AppTask): void {
  task.isInactive = true;
  const app = marathon.apps.get(task.app.id);
  if (app) refill(marathon, app);
}

function forget({ tasks, trouble }: Marathon, { id, agentId }: AppTask): void {
  tasks.delete(id);
  trouble.givenUp.set(id, agentId);
}
