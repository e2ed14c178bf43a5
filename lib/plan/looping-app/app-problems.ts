import type { LoopingApp } from '../../job/execution.ts';
import type { SeenApp } from '../../ports/observation.ts';

/** Grace period of a deployment; after it the job says that the deployment blocks the app. */
const changeTakesMs = 90_000;
/** Grace period for an agent that prepares a task; after it the job says so. */
const stagingTakesMs = 30_000;
/** Marathon kills what is staged for five minutes, unless its --task_launch_timeout says otherwise. */
const stagingEndsMs = 300_000;
const stagingEndsSoonMs = 240_000;

/** What keeps an app from going on or from being changed, in a sentence for a person each; null as long as it is ordinary. */
export function lockedTooLong({ changingSince }: LoopingApp, now: number): string | null {
  const lockedMs = now - (changingSince ?? now);
  if (lockedMs < changeTakesMs) return null;
  return `A deployment has blocked the app for ${seconds(lockedMs)}: its cpus cannot be changed until it ends.`;
}

export function stagedTooLong({ stagedTask }: LoopingApp, now: number): string | null {
  const stagedMs = now - (stagedTask?.seenAt ?? now);
  if (stagedMs < stagingTakesMs) return null;
  const said = `The task has been staged for ${seconds(stagedMs)} (image pull?)`;
  if (stagedMs < stagingEndsSoonMs) return `${said}.`;
  return `${said}: Marathon kills it after ${seconds(stagingEndsMs)} and starts over, unless its --task_launch_timeout is longer.`;
}

/** Reports of an unreachable task still arrive. */
export function lostTouch({ app }: SeenApp): string | null {
  if (!app.isUnreachable) return null;
  return app.taskId === null && app.stagedTask === null
    ? 'Mesos has lost contact with the agent of the task (TASK_UNREACHABLE): the task may continue there, and its runs count. Its cpus are not changed, because that would start a second task, until Marathon replaces it according to its unreachableStrategy, or somebody kills it there with wipe=true.'
    : 'Mesos has lost contact with the agent of an earlier task (TASK_UNREACHABLE): that task may continue there, beside the new one, until the agent is back. The runs of both count.';
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
