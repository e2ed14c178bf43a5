const machineVariables = ['PATH', 'HOME', 'TMPDIR'];

type Machine = Readonly<Record<string, string | undefined>>;

type Surroundings = Readonly<{
  id: string;
  sandbox: string;
  hostname: string;
  containerName: string;
  env: Readonly<Record<string, string>>;
}>;

/**
 * The variables that a task sees in a shell of this machine: what it asked for, over PATH, HOME and TMPDIR of the machine, under
 * what Mesos sets. Nothing else of this process reaches a task.
 */
export function taskEnvironment(task: Surroundings, machine: Machine = process.env): Record<string, string> {
  const inherited = machineVariables.flatMap((name) => {
    const value = machine[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...containerEnvironment(task) };
}

/** The variables that a task sees in a container, besides those of its image. */
export function containerEnvironment(task: Surroundings): Record<string, string> {
  return {
    ...task.env,
    MESOS_TASK_ID: task.id,
    MESOS_SANDBOX: task.sandbox,
    MESOS_CONTAINER_NAME: task.containerName,
    HOST: task.hostname,
  };
}
