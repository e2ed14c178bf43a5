import { type Container, end, type Going, type Host, later, type TaskOrder } from './container.ts';
import { ask, beginRun } from './make-runs.ts';

/** Between asking a task to end and ending it. */
const graceMs = 5_000;
const stopsWithinMs = 200;
const startsWithinMs = 10;
const idleRunMs = 300;

/** A container with the wrapped command: its runs, its reports and its manners, as lib/frameworks/wrapper/wrapped-command.ts has them. */
export function startContainer(host: Host, order: TaskOrder): Container {
  const container: Container = {
    taskId: order.taskId,
    jobId: order.environment.PACER_JOB_ID ?? '',
    isLive: true,
    isOutOfSight: false,
    isUninformed: false,
    isEnding: false,
    run: null,
    stop: () => stop(going),
    die: (status) => end(going, status),
  };
  const takeBack = () => {};
  const going: Going = { host, order, container, runs: 0, isStopped: false, isReporting: false, takeBack };
  if (order.doesNothing) later(going, idleRunMs, () => end(going, 'TASK_FINISHED'));
  else later(going, startsWithinMs, () => (order.asks ? ask(going) : beginRun(going)));
  return container;
}

/** What is asked to end does so at once, but for a report that is under way. */
function stop(going: Going): void {
  if (going.isStopped || !going.container.isLive) return;
  going.isStopped = true;
  going.container.isEnding = true;
  const kill = () => end(going, 'TASK_KILLED');
  if (going.isReporting) {
    going.host.clock.after(graceMs, kill);
    return;
  }
  going.takeBack();
  later(going, stopsWithinMs, kill);
}
