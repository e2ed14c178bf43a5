import type { AppDefinition, AppDraft } from './app.ts';
import { type AppTask, taskJson } from './app-task.ts';
import type { Deployed } from './change-apps.ts';
import { deploymentsOf, type Marathon, tasksOf } from './marathon.ts';

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
export type Embed = { tasks?: boolean; lastTaskFailure?: boolean; taskStats?: boolean };

export function appJson(marathon: Marathon, app: AppDefinition, embed: Embed): Record<string, unknown> {
  const tasks = tasksOf(marathon, app.id);
  const failure = marathon.failures.get(app.id);
  return {
    ...definitionJson(app),
    ...counts(tasks),
    deployments: deploymentsOf(marathon, app.id).map(({ id }) => ({ id })),
    ...(embed.tasks ? { tasks: tasks.map(taskJson) } : {}),
    ...(embed.lastTaskFailure && failure ? { lastTaskFailure: failure } : {}),
    ...(embed.taskStats ? { taskStats: taskStats(app, tasks) } : {}),
  };
}

/** The answer to its creation: nothing runs yet, and it is not said when it was configured. */
export const createdJson = (app: AppDraft, { version, deploymentId }: Deployed): Record<string, unknown> => ({
  ...definitionJson(app),
  version,
  ...counts([]),
  deployments: [{ id: deploymentId }],
});

function counts(tasks: readonly AppTask[]) {
  const number = (state: AppTask['state']) => tasks.filter((task) => task.state === state).length;
  return {
    tasksStaged: number('TASK_STAGING'),
    tasksRunning: number('TASK_RUNNING'),
    tasksHealthy: 0,
    tasksUnhealthy: 0,
  };
}

function taskStats({ versionInfo }: AppDefinition, tasks: readonly AppTask[]) {
  const { lastConfigChangeAt, lastScalingAt } = versionInfo;
  const isNew = ({ app }: AppTask) => app.versionInfo.lastConfigChangeAt === lastConfigChangeAt;
  const groups = {
    startedAfterLastScaling: tasks.filter(({ stagedAt }) => stagedAt >= Date.parse(lastScalingAt)),
    withLatestConfig: tasks.filter(isNew),
    withOutdatedConfig: tasks.filter((task) => !isNew(task)),
    totalSummary: tasks,
  };
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, group]) => (group.length > 0 ? [[name, statistics(group)]] : [])),
  );
}

function statistics(tasks: readonly AppTask[]) {
  const { tasksStaged: staged, tasksRunning: running } = counts(tasks);
  const seconds = tasks.map(({ stagedAt }) => (Date.now() - stagedAt) / 1000).toSorted((a, b) => a - b);
  const averageSeconds = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  const medianSeconds = seconds[Math.floor(seconds.length / 2)] ?? 0;
  return {
    stats: {
      counts: { staged, running, healthy: 0, unhealthy: 0 },
      lifeTime: { averageSeconds, medianSeconds },
    },
  };
}
