import { randomUUID } from 'node:crypto';

const machineVariables = ['PATH', 'HOME', 'TMPDIR'];

type Machine = Readonly<Record<string, string | undefined>>;

/**
 * The variables that a task sees: what it asked for, over PATH, HOME and TMPDIR of the machine, under what Mesos sets.
 * Nothing else of this process reaches a task.
 */
export function taskEnvironment(
  task: { id: string; sandbox: string; hostname: string; env: Readonly<Record<string, string>> },
  machine: Machine = process.env,
): Record<string, string> {
  const inherited = machineVariables.flatMap((name) => {
    const value = machine[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ...task.env,
    MESOS_TASK_ID: task.id,
    MESOS_SANDBOX: task.sandbox,
    MESOS_CONTAINER_NAME: `mesos-${randomUUID()}`,
    HOST: task.hostname,
  };
}
