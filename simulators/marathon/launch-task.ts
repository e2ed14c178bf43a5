import type { Offer, TaskRequest } from '../mesos/task.ts';
import { faultyTask, type TaskFault } from '../mesos/task-faults.ts';
import type { AppDefinition } from './app.ts';
import { mesosName } from './app-id.ts';
import type { AppTask } from './app-task.ts';
import { tellInstance } from './instance-events.ts';
import { advancedDelay, delayKey } from './launch-delay.ts';
import type { Marathon } from './marathon.ts';
import { agentPorts } from './offer-stats.ts';
import { taskContainer } from './task-container.ts';
import { type Slot, taskIdOf } from './task-id.ts';
import { taskVariables } from './task-variables.ts';

/** Stands for an image's own entry point, which serves until it is killed. */
const entryPoint = 'exec sleep 2147483647';

/** Launches a task of an app on the agent that made the offer; false if it has no room any more. */
export function launchTask(
  marathon: Marathon,
  app: AppDefinition,
  { slot, offer }: { slot: Slot; offer: Offer },
): boolean {
  const { clock, timing } = marathon;
  const { instanceId, attempt } = slot;
  const task: AppTask = {
    instanceId,
    attempt,
    id: taskIdOf(slot),
    app,
    state: 'TASK_STAGING',
    stagedAt: clock.now(),
    agentId: offer.agentId,
    hostname: offer.hostname,
    ports: portsFor(marathon, app),
  };
  const fault = marathon.faults.peek(app.id);
  const sound = stagedTask(taskRequest(task), timing.stagingMs + timing.startingMs);
  if (!marathon.cluster.launch(fault ? faultyTask(sound, fault) : sound)) return false;
  marathon.tasks.set(task.id, task);
  const alike = marathon.cluster.tasks().filter(({ name }) => name === sound.name);
  marathon.observed.countLaunch(app.id, alike.length);
  if (fault) spendFault(marathon, task, fault);
  const delay = marathon.delays.get(delayKey(app));
  if (delay) marathon.delays.set(delayKey(app), advancedDelay(delay, task.stagedAt));
  tellInstance(marathon, task, 'Provisioned');
  return true;
}

/** The command is held back for as long as its image would be pulled; a kill ends that as well. */
const stagedTask = (sound: TaskRequest, delayMs: number): TaskRequest =>
  delayMs > 0 ? faultyTask(sound, { delayMs }) : sound;

function spendFault({ faults, cluster }: Marathon, { app, id }: AppTask, { strike }: TaskFault): void {
  faults.spend(app.id);
  if (strike) setTimeout(() => cluster.strike(id, strike.as), strike.afterMs).unref();
}

function taskRequest(task: AppTask): TaskRequest {
  const { cpus, mem, disk, cmd, args } = task.app;
  const [program, ...rest] = args ?? [];
  const isShell = program === undefined;
  const container = taskContainer(task);
  return {
    id: task.id,
    name: mesosName(task.app.id),
    command: isShell ? (cmd ?? entryPoint) : program,
    arguments: rest,
    shell: isShell,
    env: taskVariables(task),
    agentId: task.agentId,
    ...(container ? { container } : {}),
    cpus,
    mem,
    disk,
  };
}

/** A port of the agents for each one that the app asks for; any free one where it does not say which. */
function portsFor({ tasks }: Marathon, app: AppDefinition): number[] {
  const definitions = app.portDefinitions ?? [];
  const mappings = app.container?.portMappings ?? [];
  const wanted = [
    ...definitions.map(({ port }) => (app.requirePorts ? port : 0)),
    ...mappings.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [hostPort])),
  ];
  const used = new Set([...tasks.values()].flatMap(({ ports }) => ports));
  let free = agentPorts.begin;
  return wanted.map((port) => {
    if (port !== 0) return port;
    while (used.has(free)) free += 1;
    used.add(free);
    return free;
  });
}
