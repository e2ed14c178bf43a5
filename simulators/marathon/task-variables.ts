import type { AppDefinition } from './app.ts';
import type { AppTask } from './app-task.ts';

/** The variables of a task: the app's own, over those that Marathon gives. */
export function taskVariables({
  app,
  id,
  ports,
}: Pick<AppTask, 'app' | 'id' | 'ports'>): Record<string, string> {
  const own = Object.entries(app.env).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    MESOS_TASK_ID: id,
    MARATHON_APP_ID: app.id,
    MARATHON_APP_VERSION: app.version,
    ...(app.container?.docker ? { MARATHON_APP_DOCKER_IMAGE: app.container.docker.image } : {}),
    MARATHON_APP_RESOURCE_CPUS: decimal(app.cpus),
    MARATHON_APP_RESOURCE_MEM: decimal(app.mem),
    MARATHON_APP_RESOURCE_DISK: decimal(app.disk),
    MARATHON_APP_RESOURCE_GPUS: String(app.gpus),
    ...labelVariables(app.labels),
    ...portVariables(app, ports),
    ...Object.fromEntries(own),
  };
}

/** A number as the JVM writes it, `1.0` for one. */
const decimal = (amount: number): string => (Number.isInteger(amount) ? amount.toFixed(1) : String(amount));

const variableName = (text: string): string => text.replace(/[^A-Za-z0-9_]+/g, '_').toUpperCase();

function labelVariables(labels: AppDefinition['labels']): Record<string, string> {
  const named = Object.entries(labels).map(([key, value]) => [variableName(key), value] as const);
  return {
    MARATHON_APP_LABELS: named.map(([name]) => name).join(' '),
    ...Object.fromEntries(named.map(([name, value]) => [`MARATHON_APP_LABEL_${name}`, value])),
  };
}

function portVariables(app: AppDefinition, ports: readonly number[]): Record<string, string> {
  const [first] = ports;
  if (first === undefined) return {};
  const asked = app.portDefinitions ?? app.container?.portMappings ?? [];
  const byIndex = ports.map((port, index) => [`PORT${index}`, String(port)]);
  const byName = ports.flatMap((port, index) => {
    const name = asked[index]?.name;
    return name === undefined ? [] : [[`PORT_${variableName(name)}`, String(port)]];
  });
  return { ...Object.fromEntries([...byIndex, ...byName]), PORT: String(first), PORTS: ports.join(',') };
}
