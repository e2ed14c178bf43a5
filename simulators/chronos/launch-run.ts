import type { TaskRequest } from '../mesos/task.ts';
import { faultyTask, type TaskFault } from '../mesos/task-faults.ts';
import type { Chronos } from './chronos.ts';
import { formatDouble } from './java-number.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { defaultResources } from './parse-job.ts';
import { taskContainer } from './task-container.ts';
import { formatTaskId, type RunRequest } from './task-id.ts';

/** Launches a run with the job as it is defined now; false if no agent has room for it. */
export function launchRun(chronos: Chronos, job: ChronosJob, run: RunRequest): boolean {
  const fault = chronos.faults.peek(job.name);
  const sound = taskRequest(job, run);
  const task = fault ? faultyTask(sound, fault) : sound;
  if (!chronos.cluster.launch(task)) return false;
  chronos.tasks.set(task.id, { jobName: job.name, isRunning: false, awaitsCallback: false });
  const now = chronos.clock.now();
  if (isScheduled(job)) chronos.jobs.set(job.name, chronos.timetable.launched(job, now));
  chronos.lastLaunches.set(job.name, now);
  const alike = chronos.cluster.tasks().filter(({ name }) => name === task.name);
  chronos.observed.countLaunch(job.name, alike.length);
  if (fault) {
    chronos.faults.spend(job.name);
    planAccident(chronos, task.id, fault);
  }
  chronos.persist();
  return true;
}

function planAccident({ cluster, clock }: Chronos, taskId: string, { strike }: TaskFault): void {
  if (strike) clock.after(strike.afterMs, () => cluster.strike(taskId, strike.as));
}

/** An amount below zero stays in the job and means the default here. */
function taskRequest(job: ChronosJob, run: RunRequest): TaskRequest {
  const amount = (kind: 'cpus' | 'mem' | 'disk') => (job[kind] > 0 ? job[kind] : defaultResources[kind]);
  const size = { cpus: amount('cpus'), mem: amount('mem'), disk: amount('disk') };
  const id = formatTaskId(run);
  const extra = run.arguments.replaceAll(';', '');
  const container = taskContainer(job);
  return {
    id,
    name: `ChronosTask:${job.name}`,
    command: job.shell && extra !== '' ? `${job.command} ${extra}` : job.command,
    arguments: extra === '' ? [] : extra.split(' '),
    shell: job.shell,
    env: taskVariables(job, run, size),
    ...(container ? { container } : {}),
    ...size,
  };
}

/** The job's own variables, under those that Chronos sets and that no job can replace. */
function taskVariables(job: ChronosJob, run: RunRequest, size: Record<'cpus' | 'mem' | 'disk', number>) {
  return {
    ...Object.fromEntries(job.environmentVariables.map(({ name, value }) => [name, value])),
    mesos_task_id: formatTaskId(run),
    CHRONOS_JOB_OWNER: job.owner,
    CHRONOS_JOB_NAME: job.name,
    CHRONOS_JOB_RUN_TIME: String(run.dueAt),
    CHRONOS_JOB_RUN_ATTEMPT: String(run.attempt),
    CHRONOS_RESOURCE_CPU: formatDouble(size.cpus),
    CHRONOS_RESOURCE_MEM: formatDouble(size.mem),
    CHRONOS_RESOURCE_DISK: formatDouble(size.disk),
  };
}
