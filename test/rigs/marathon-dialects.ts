import { jobForTests } from './job.ts';

export const spec = { ...jobForTests.spec, framework: 'marathon' as const, name: '/x' };
const env = { PACER_JOB_ID: spec.jobId, PACER_TOKEN: 's3cret' };
export const version = '2026-01-01T00:00:00.000Z';
const stagedAt = '2026-01-01T00:00:01.500Z';
const startedAt = '2026-01-01T00:00:04.500Z';
const neverTwo = { minimumHealthCapacity: 0, maximumOverCapacity: 0 };
const versionInfo = { lastScalingAt: version, lastConfigChangeAt: version };

/** What a Marathon answers: an app, its task while it runs, what is queued, and to what it cannot read. */
export interface Dialect {
  app: object;
  task: Record<string, unknown>;
  queueItem: object;
  refusal: { status: number; body: object };
}

const counted = { tasksStaged: 0, tasksRunning: 1, tasksHealthy: 0, tasksUnhealthy: 0, deployments: [] };
export const shared = {
  id: '/x',
  cmd: 'sh',
  cpus: 0.5,
  mem: 32,
  disk: 0,
  gpus: 0,
  instances: 1,
  executor: '',
  env,
  backoffSeconds: 1,
  backoffFactor: 1.5,
  maxLaunchDelaySeconds: 60,
  upgradeStrategy: neverTwo,
  killSelection: 'YOUNGEST_FIRST',
  requirePorts: false,
  labels: {},
  version,
  versionInfo,
  ...counted,
};

const nothingGiven = {
  args: null,
  user: null,
  acceptedResourceRoles: null,
  ipAddress: null,
  residency: null,
};
const nothingIn14 = {
  ...nothingGiven,
  taskKillGracePeriodSeconds: null,
  constraints: [],
  storeUrls: [],
  dependencies: [],
  uris: [],
  fetch: [],
  healthChecks: [],
  readinessChecks: [],
  secrets: {},
};
const docker = {
  image: 'debian',
  network: 'BRIDGE',
  privileged: false,
  parameters: [],
  forcePullImage: false,
};
const refusedFields = {
  message: 'Invalid JSON',
  details: [{ path: '/mem', errors: ['error.expected.jsnumber'] }],
};
const offersSummary = {
  processedOffersCount: 3,
  unusedOffersCount: 3,
  lastUnusedOfferAt: version,
  lastUsedOfferAt: null,
  rejectSummaryLaunchAttempt: [],
  rejectSummaryLastOffers: [
    { reason: 'UnfulfilledRole', declined: 0, processed: 3 },
    { reason: 'InsufficientCpus', declined: 2, processed: 3 },
    { reason: 'InsufficientMemory', declined: 1, processed: 1 },
  ],
};
const range = { name: 'ports', role: '*', ranges: [{ begin: 31_000, end: 32_000 }] };
const offerOf = (id: string, ...cpus: number[]) => ({
  offer: {
    id,
    agentId: id,
    hostname: id,
    attributes: [],
    resources: [...cpus.map((scalar) => ({ name: 'cpus', role: '*', scalar })), range],
  },
  reason: ['InsufficientCpus'],
  timestamp: version,
});
export const queued = {
  count: 1,
  delay: { timeLeftSeconds: 0, overdue: true },
  since: version,
  processedOffersSummary: offersSummary,
  lastUnusedOffers: [offerOf('one', 0.25), offerOf('two', 0.125, 0.25)],
};

export const dialects: Record<string, Dialect> = {
  '1.4': {
    app: {
      ...shared,
      ...nothingIn14,
      lastTaskFailure: null,
      container: {
        type: 'DOCKER',
        volumes: [],
        docker: { ...docker, portMappings: [{ containerPort: 80 }] },
      },
      ports: [10_000],
      portDefinitions: [{ port: 10_000, protocol: 'tcp', name: null, labels: {} }],
    },
    task: {
      id: 'x.2f6f2b1e-3b0c-11ee-be56-0242ac120002',
      slaveId: 'one',
      host: 'one',
      state: 'TASK_RUNNING',
      appId: '/x',
      startedAt,
      stagedAt,
      version,
      ports: [31_000],
      servicePorts: [10_000],
      ipAddresses: [],
      healthCheckResults: null,
    },
    queueItem: { ...queued, app: { ...shared, ...nothingIn14 } },
    refusal: { status: 400, body: refusedFields },
  },
  '1.5 to 1.8': {
    app: {
      ...shared,
      networks: [{ mode: 'container/bridge' }],
      container: { type: 'DOCKER', volumes: [], docker: { image: 'debian' }, portMappings: [] },
      version: '2026-01-01T00:00:00Z',
      unreachableStrategy: 'disabled',
    },
    task: {
      id: 'x.instance-2f6f2b1e-3b0c-11ee-be56-0242ac120002._app.1',
      slaveId: 'one',
      host: 'one',
      appId: '/x',
      state: 'TASK_RUNNING',
      startedAt,
      stagedAt,
      version,
      ports: [31_000],
      region: 'r',
      zone: 'z',
    },
    queueItem: { ...queued, app: shared },
    refusal: { status: 422, body: refusedFields },
  },
  '1.9 and later': {
    app: {
      ...shared,
      role: 'pacer',
      networks: [{ mode: 'host' }],
      container: { type: 'MESOS', docker: { image: 'debian' }, linuxInfo: {} },
      resourceLimits: { cpus: 'unlimited', mem: 64 },
      tty: false,
      executorResources: { cpus: 0.1 },
    },
    task: {
      id: 'x.instance-2f6f2b1e-3b0c-11ee-be56-0242ac120002._app.2',
      slaveId: 'one',
      host: 'one',
      appId: '/x',
      state: 'TASK_RUNNING',
      startedAt,
      stagedAt,
      version,
      role: 'pacer',
      checkResult: { http: { statusCode: 200 } },
    },
    queueItem: { ...queued, role: 'pacer', app: { ...shared, role: 'pacer' } },
    refusal: { status: 422, body: refusedFields },
  },
};
