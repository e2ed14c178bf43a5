import type { FieldFate } from '../field-fate.ts';

/** Every field of an app that Marathon 1.4 to 1.11 knows. */
export const appFates = {
  id: 'used',
  cmd: 'used',
  args: 'used',
  cpus: 'used',
  mem: 'sent',
  disk: 'sent',
  gpus: 'sent',
  instances: 'set',
  upgradeStrategy: 'set',
  container: 'sent',
  env: 'sent',
  labels: 'sent',
  secrets: 'sent',
  constraints: 'sent',
  acceptedResourceRoles: 'sent',
  role: 'sent',
  fetch: 'sent',
  uris: 'sent',
  storeUrls: 'sent',
  networks: 'sent',
  ipAddress: 'sent',
  ports: 'sent',
  portDefinitions: 'sent',
  requirePorts: 'sent',
  backoffSeconds: 'sent',
  backoffFactor: 'sent',
  maxLaunchDelaySeconds: 'sent',
  healthChecks: 'sent',
  readinessChecks: 'sent',
  check: 'sent',
  dependencies: 'sent',
  taskKillGracePeriodSeconds: 'sent',
  killSelection: 'sent',
  unreachableStrategy: 'sent',
  executor: 'sent',
  executorResources: 'sent',
  resourceLimits: 'sent',
  user: 'sent',
  tty: 'sent',
  residency: 'dropped',
  version: 'dropped',
  versionInfo: 'dropped',
  deployments: 'dropped',
  tasks: 'dropped',
  tasksStaged: 'dropped',
  tasksRunning: 'dropped',
  tasksHealthy: 'dropped',
  tasksUnhealthy: 'dropped',
  taskStats: 'dropped',
  tasksStats: 'dropped',
  lastTaskFailure: 'dropped',
  readinessCheckResults: 'dropped',
} as const satisfies Record<string, FieldFate>;

export type AppFieldName = keyof typeof appFates;

/** The fields of its container, and of what is in there for Docker, of any version. */
export const containerFields = ['type', 'docker', 'volumes', 'portMappings', 'linuxInfo'];
export const dockerFields = [
  'image',
  'network',
  'portMappings',
  'parameters',
  'privileged',
  'forcePullImage',
  'pullConfig',
  'credential',
];

/** Whether Marathon gets the field as the user has it; also one that is not known, since a newer Marathon may know it. */
export function isSent(name: string): boolean {
  return !Object.hasOwn(appFates, name) || appFates[name as AppFieldName] === 'sent';
}
