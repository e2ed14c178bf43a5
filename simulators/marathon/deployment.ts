import * as z from 'zod';
import { appDefinition } from './app.ts';

const actionName = z.enum(['StartApplication', 'ScaleApplication', 'RestartApplication', 'StopApplication']);

const action = z.strictObject({ action: actionName, app: z.string() });

export type Action = z.infer<typeof action>;

/** What is kept of a deployment: what it does, and the apps as they were before (null: there was none). */
export const storedDeployment = z.strictObject({
  id: z.string(),
  version: z.string(),
  affectedApps: z.array(z.string()),
  steps: z.array(z.array(action)),
  originals: z.record(z.string(), appDefinition.nullable()),
});

export type StoredDeployment = z.infer<typeof storedDeployment>;

/** How far the tasks of an app may be replaced, fixed when its step begins. */
export type Replacement = { capacity: number; keptOld: number };

/** A deployment that runs. `currentStep` counts from 1 and is 0 before the first. */
export type Deployment = Readonly<StoredDeployment> & {
  currentStep: number;
  /** The last step whose success was told. */
  toldStep: number;
  readonly replacements: Map<string, Replacement>;
};

export const startingDeployment = (stored: StoredDeployment): Deployment => ({
  ...stored,
  currentStep: 0,
  toldStep: 0,
  replacements: new Map(),
});

export const storable = ({ id, version, affectedApps, steps, originals }: Deployment): StoredDeployment => ({
  id,
  version,
  affectedApps,
  steps,
  originals,
});

/** A deployment as the API shows it. */
export function deploymentJson({ id, version, affectedApps, steps, currentStep }: Deployment) {
  const current = steps[currentStep - 1] ?? [];
  return {
    id,
    version,
    affectedApps,
    affectedPods: [],
    ...stepsJson(steps),
    currentActions: current.map((item) => ({ ...item, readinessCheckResults: [] })),
    currentStep,
    totalSteps: steps.length,
  };
}

/** The short form of a plan that events carry. */
export const planJson = ({ id, version, steps }: Deployment) => ({ id, ...stepsJson(steps), version });

const stepsJson = (steps: Deployment['steps']) => ({ steps: steps.map((actions) => ({ actions })) });
