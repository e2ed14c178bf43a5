import { spec } from './marathon-dialects.ts';

/** What a whole Marathon 1.8.244 answered, with times that are so many seconds after a moment. */
export const at = (seconds: number) => new Date(Date.UTC(2026, 10, 29, 23) + seconds * 1000).toISOString();

export function recordedApp(change: object = {}) {
  return {
    id: spec.name,
    backoffFactor: 1.5,
    backoffSeconds: 1,
    cmd: 'sh',
    cpus: 0.6,
    disk: 0,
    mem: 64,
    env: { PACER_JOB_ID: spec.jobId, PACER_TOKEN: 's3cret' },
    executor: '',
    instances: 1,
    gpus: 0,
    container: {
      type: 'DOCKER',
      docker: { forcePullImage: false, image: 'busybox', parameters: [], privileged: false },
      volumes: [],
    },
    labels: { MARATHON_SINGLE_INSTANCE_APP: 'true' },
    maxLaunchDelaySeconds: 60,
    networks: [{ mode: 'host' }],
    portDefinitions: [{ port: 10_000, name: 'default', protocol: 'tcp' }],
    upgradeStrategy: { maximumOverCapacity: 0, minimumHealthCapacity: 0 },
    version: at(0),
    versionInfo: { lastScalingAt: at(0), lastConfigChangeAt: at(0) },
    unreachableStrategy: { inactiveAfterSeconds: 0, expungeAfterSeconds: 0 },
    tasksStaged: 0,
    tasksRunning: 0,
    tasksHealthy: 0,
    tasksUnhealthy: 0,
    deployments: [{ id: 'of-the-app' }],
    tasks: [],
    ...change,
  };
}

export function recordedTask(state: string, change: object = {}) {
  return {
    appId: spec.name,
    healthCheckResults: [],
    host: 'one',
    ipAddresses: [],
    ports: [31_000],
    id: 'x.instance-1._app.1',
    servicePorts: [],
    slaveId: 'agent-1',
    state,
    stagedAt: at(0.7),
    version: at(0),
    localVolumes: [],
    ...change,
  };
}

interface RecordedItem {
  since: number;
  lastUsedAt?: number;
  lastUnusedAt?: number;
  /** Cpus and time of the last offer of each agent that was declined for them. */
  unused?: { cpus: number; at: number; reason?: string }[];
  app?: object;
}

const reasons = ['UnfulfilledRole', 'UnfulfilledConstraint', 'InsufficientCpus', 'InsufficientMemory'];

export function recordedItem({ since, lastUsedAt, lastUnusedAt, unused = [], app = {} }: RecordedItem) {
  const declinedFor = (reason: string) =>
    unused.filter((offer) => (offer.reason ?? 'InsufficientCpus') === reason).length;
  return {
    count: 1,
    delay: { timeLeftSeconds: 0, overdue: true },
    since: at(since),
    processedOffersSummary: {
      processedOffersCount: 5,
      unusedOffersCount: 4,
      ...(lastUnusedAt === undefined ? {} : { lastUnusedOfferAt: at(lastUnusedAt) }),
      ...(lastUsedAt === undefined ? {} : { lastUsedOfferAt: at(lastUsedAt) }),
      rejectSummaryLastOffers: reasons.map((reason) => ({
        reason,
        declined: declinedFor(reason),
        processed: 2,
      })),
      rejectSummaryLaunchAttempt: [{ reason: 'InsufficientCpus', declined: 4, processed: 5 }],
    },
    lastUnusedOffers: unused.map(({ cpus, at: offeredAt, reason = 'InsufficientCpus' }) => ({
      offer: {
        id: `offer-${cpus}`,
        hostname: 'one',
        agentId: `agent-${cpus}`,
        attributes: [],
        resources: [
          { name: 'cpus', role: '*', scalar: cpus },
          { name: 'ports', role: '*', ranges: [{ begin: 31_000, end: 32_000 }] },
        ],
      },
      reason: [reason],
      timestamp: at(offeredAt),
    })),
    app: recordedApp(app),
  };
}
