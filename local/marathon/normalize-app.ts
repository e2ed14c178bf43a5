import { type AppDraft, type Container, servicePorts } from './app.ts';
import { canonicalId } from './app-id.ts';
import type { AppUpdate } from './translate-fields.ts';

const firstServicePort = 10_000;

const defaults: Omit<AppDraft, 'id'> = {
  env: {},
  instances: 1,
  cpus: 1,
  mem: 128,
  disk: 0,
  gpus: 0,
  executor: '',
  constraints: [],
  fetch: [],
  dependencies: [],
  secrets: {},
  backoffSeconds: 1,
  backoffFactor: 1.15,
  maxLaunchDelaySeconds: 300,
  healthChecks: [],
  readinessChecks: [],
  upgradeStrategy: { minimumHealthCapacity: 1, maximumOverCapacity: 1 },
  labels: {},
  killSelection: 'YOUNGEST_FIRST',
  unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
  networks: [{ mode: 'host' }],
  requirePorts: false,
};

/** Lays an update over an app, field by field: what it does not name stays, what it names is replaced whole. */
export function mergeUpdate(current: AppDraft, update: AppUpdate): AppUpdate {
  const merged: AppUpdate = { ...current, ...update };
  // The ports of the network mode that the app leaves do not come along.
  if (update.networks && !update.portDefinitions && !isHost(update.networks)) delete merged.portDefinitions;
  return merged;
}

/**
 * Fills an app up: defaults, and a service port for each port that asks for any. `portsBefore` are those that the app has
 * already, `taken` those of all apps.
 */
export function normalizeApp(
  id: string,
  update: AppUpdate,
  ports: { portsBefore: readonly number[]; taken: readonly number[] },
): AppDraft {
  const { portDefinitions: definitions, ...merged } = { ...defaults, ...strategyFor(update), ...update };
  const app: AppDraft = { ...merged, id: canonicalId(id) };
  const next = portSource(ports);
  if (isHost(app.networks)) return withDefinitions(app, definitions, next);
  return withMappings(app, next);
}

function strategyFor({ container }: AppUpdate): Pick<AppUpdate, 'upgradeStrategy'> {
  const isResident = container?.volumes.some((volume) => 'persistent' in volume || 'external' in volume);
  return isResident ? { upgradeStrategy: { minimumHealthCapacity: 0.5, maximumOverCapacity: 0 } } : {};
}

const isHost = (networks: AppDraft['networks']): boolean => networks.some(({ mode }) => mode === 'host');

/** On the host's network there is one port by default, and mappings mean nothing. */
function withDefinitions(
  app: AppDraft,
  given: AppDraft['portDefinitions'],
  next: (index: number) => number,
): AppDraft {
  const definitions = given ?? [{ port: 0, protocol: 'tcp', name: 'default' }];
  const portDefinitions = definitions.map((definition, index) => ({
    ...definition,
    port: definition.port === 0 && !app.requirePorts ? next(index) : definition.port,
  }));
  const container = app.container && unmapped(app.container);
  return { ...app, ...(container ? { container } : {}), portDefinitions };
}

function unmapped({ portMappings: _, ...container }: Container): Container {
  return container;
}

function withMappings(app: AppDraft, next: (index: number) => number): AppDraft {
  const isBridge = app.networks.some(({ mode }) => mode === 'container/bridge');
  const { portMappings, ...container } = app.container ?? { volumes: [], type: 'MESOS' as const };
  const given = portMappings ?? [
    { containerPort: 0, servicePort: 0, protocol: 'tcp' as const, name: 'default' },
  ];
  const mappings = given.map((mapping, index) => ({
    ...mapping,
    ...(isBridge ? { hostPort: mapping.hostPort ?? 0 } : {}),
    servicePort: mapping.servicePort === 0 ? next(index) : mapping.servicePort,
  }));
  return { ...app, container: { ...container, portMappings: mappings }, requirePorts: false };
}

function portSource({ portsBefore, taken }: { portsBefore: readonly number[]; taken: readonly number[] }) {
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
