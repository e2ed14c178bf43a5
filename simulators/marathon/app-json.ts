import type { AppDefinition, AppDraft } from './app.ts';
import type { AppTask } from './app-task.ts';
import type { Deployed } from './change-apps.ts';
import { deploymentsOf, type Marathon, tasksOf } from './marathon.ts';
import { shownState, tasksJson } from './task-json.ts';

/** Collections that do not show while they are empty. */
const shownIfAny = [
  'args',
  'env',
  'constraints',
  'fetch',
  'dependencies',
  'secrets',
  'healthChecks',
  'readinessChecks',
];

/** An app as the API shows its definition. */
export function definitionJson(app: AppDraft): Record<string, unknown> {
  const shown = Object.entries(app).filter(([key, value]) => !shownIfAny.includes(key) || isFilled(value));
  return Object.fromEntries(shown);
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** What can be shown with an app beside its definition, its counts and its deployments. */
export type Embed = {
  tasks?: boolean;
  lastTaskFailure?: boolean;
  taskStats?: boolean;
  readiness?: boolean;
};

export function appJson(marathon: Marathon, app: AppDefinition, embed: Embed): Record<string, unknown> {
  const tasks = tasksOf(marathon, app.id);
  const failure = marathon.failures.get(app.id);
  return {
    ...definitionJson(app),
    ...counts(marathon, tasks),
    deployments: deploymentsOf(marathon, app.id).map(({ id }) => ({ id })),
    ...(embed.readiness ? { readinessCheckResults: [] } : {}),
    ...(embed.tasks ? { tasks: tasksJson(marathon, app.id) } : {}),
    ...(embed.lastTaskFailure && failure ? { lastTaskFailure: failure } : {}),
    ...(embed.taskStats ? { taskStats: taskStats(marathon, app, tasks) } : {}),
  };
}

/** The answer to its creation: nothing runs yet, its ports are as it asked, and it is not said when it was configured. */
export const createdJson = (app: AppDraft, { version, deploymentId }: Deployed): Record<string, unknown> => ({
  ...definitionJson(app),
  version,
  ...noCounts,
  deployments: [{ id: deploymentId }],
  tasks: [],
});

const noCounts = { tasksStaged: 0, tasksRunning: 0, tasksHealthy: 0, tasksUnhealthy: 0 };

function counts(marathon: Marathon, tasks: readonly AppTask[]) {
  const number = (state: AppTask['state']) =>
    tasks.filter((task) => shownState(marathon, task) === state).length;
  return {
    ...noCounts,
    tasksStaged: number('TASK_STAGING'),
    tasksRunning: number('TASK_RUNNING'),
  };
}

function taskStats(marathon: Marathon, { versionInfo }: AppDefinition, tasks: readonly AppTask[]) {
  const { lastConfigChangeAt, lastScalingAt } = versionInfo;
  const isNew = ({ app }: AppTask) => app.versionInfo.lastConfigChangeAt === lastConfigChangeAt;
  const groups = {
    startedAfterLastScaling: tasks.filter(({ stagedAt }) => stagedAt >= Date.parse(lastScalingAt)),
    withLatestConfig: tasks.filter(isNew),
    withOutdatedConfig: tasks.filter((task) => !isNew(task)),
    totalSummary: tasks,
  };
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, group]) =>
      group.length > 0 ? [[name, statistics(marathon, group)]] : [],
    ),
  );
}

function statistics(marathon: Marathon, tasks: readonly AppTask[]) {
  const { tasksStaged: staged, tasksRunning: running } = counts(marathon, tasks);
  const now = marathon.clock.now();
  const seconds = tasks.map(({ stagedAt }) => (now - stagedAt) / 1000).toSorted((a, b) => a - b);
  const averageSeconds = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  const medianSeconds = seconds[Math.floor(seconds.length / 2)] ?? 0;
  return {
    stats: {
      counts: { staged, running, healthy: 0, unhealthy: 0 },
      lifeTime: { averageSeconds, medianSeconds },
    },
  };
}
