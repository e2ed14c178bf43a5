import { type AppDraft, servicePorts } from './app.ts';
import { canonicalId } from './app-id.ts';
import { type AppUpdate, defaultMapping } from './translate-fields.ts';

const firstServicePort = 10_000;

const defaults: Omit<AppDraft, 'id'> = {
  backoffFactor: 1.15,
  backoffSeconds: 1,
  constraints: [],
  cpus: 1,
  dependencies: [],
  disk: 0,
  env: {},
  executor: '',
  fetch: [],
  healthChecks: [],
  instances: 1,
  labels: {},
  maxLaunchDelaySeconds: 300,
  mem: 128,
  gpus: 0,
  networks: [{ mode: 'host' }],
  readinessChecks: [],
  requirePorts: false,
  secrets: {},
  upgradeStrategy: { maximumOverCapacity: 1, minimumHealthCapacity: 1 },
  killSelection: 'YOUNGEST_FIRST',
  unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
};

/** Lays an update over an app, field by field: what it does not name stays, what it names is replaced whole. */
export function mergeUpdate(current: AppDraft, update: AppUpdate): AppUpdate {
  const merged: AppUpdate = { ...current, ...update, id: current.id };
  // The ports of the network mode that the app leaves do not come along.
  if (update.networks && !update.portDefinitions && !isHost(update.networks)) delete merged.portDefinitions;
  // The server's own mistake: these are taken from the update even if it does not name them.
  if (!update.executorResources) delete merged.executorResources;
  return merged;
}

/** Fills an app up with what it does not say. Ports that ask for any stay 0. */
export function normalizeApp(id: string, update: AppUpdate): AppDraft {
  const { networks: wanted, ...rest } = { ...defaults, ...residentDefaults(update), ...update };
  const networks = wanted.length > 0 ? wanted : defaults.networks;
  const app: AppDraft = {
    ...rest,
    constraints: rest.constraints.map(withOperator),
    networks,
    id: canonicalId(id),
  };
  return isHost(networks) ? app : withMappings(app);
}

/** Operators of constraints are understood in any case. */
const withOperator = ([field = '', operator = '', ...value]: string[]): string[] => [
  field,
  operator.toUpperCase(),
  ...value,
];

/** Apps that stay with their volumes are replaced with less haste. */
function residentDefaults({ container }: AppUpdate): AppUpdate {
  const holds = (kind: string) => container?.volumes.some((volume) => kind in volume) ?? false;
  const upgradeStrategy = { maximumOverCapacity: 0, minimumHealthCapacity: 0.5 };
  return {
    ...(holds('persistent') || holds('external') ? { upgradeStrategy } : {}),
    ...(holds('persistent') ? { unreachableStrategy: 'disabled' as const } : {}),
  };
}

const isHost = (networks: AppDraft['networks']): boolean => networks.some(({ mode }) => mode === 'host');

function withMappings({ portDefinitions: _, ...app }: AppDraft): AppDraft {
  const isBridge = app.networks.some(({ mode }) => mode === 'container/bridge');
  const container = app.container ?? { type: 'MESOS', volumes: [], portMappings: [defaultMapping] };
  const mappings = container.portMappings?.map((mapping) =>
    isBridge ? { ...mapping, hostPort: mapping.hostPort ?? 0 } : mapping,
  );
  return {
    ...app,
    container: { ...container, ...(mappings ? { portMappings: mappings } : {}) },
    requirePorts: false,
  };
}

type Ports = {
  /** Those that the app has already. */
  portsBefore: readonly number[];
  /** Those of all apps. */
  taken: readonly number[];
};

/** Gives a service port to each port that asks for any. */
export function assignPorts(app: AppDraft, ports: Ports): AppDraft {
  const next = portSource(ports);
  const portDefinitions = app.portDefinitions?.map((definition, index) => ({
    ...definition,
    port: definition.port === 0 ? next(index) : definition.port,
  }));
  const portMappings = app.container?.portMappings?.map((mapping, index) => ({
    ...mapping,
    servicePort: mapping.servicePort === 0 ? next(index) : mapping.servicePort,
  }));
  return {
    ...app,
    ...(portDefinitions ? { portDefinitions } : {}),
    ...(app.container && portMappings ? { container: { ...app.container, portMappings } } : {}),
  };
}

function portSource({ portsBefore, taken }: Ports) {
  const used = new Set([...taken, ...portsBefore]);
  return (index: number): number => {
    const before = portsBefore[index];
    if (before !== undefined) return before;
    let free = firstServicePort;
    while (used.has(free)) free += 1;
    used.add(free);
    return free;
  };
}

export const takenPorts = (apps: Iterable<AppDraft>): number[] => [...apps].flatMap(servicePorts);
