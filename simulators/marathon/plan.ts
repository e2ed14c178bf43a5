import { isDeepStrictEqual } from 'node:util';
import { type AppDefinition, type AppDraft, draftOf } from './app.ts';
import type { Action } from './deployment.ts';

/** How two definitions of an app differ: a scaled app keeps its tasks, any other change replaces them. */
function difference(before: AppDraft, after: AppDraft): 'none' | 'scale' | 'config' {
  if (isDeepStrictEqual(before, after)) return 'none';
  return isDeepStrictEqual({ ...before, instances: after.instances }, after) ? 'scale' : 'config';
}

/** The next version of an app, or the original itself if nothing changes and no restart is wanted. */
export function withVersion(
  original: AppDefinition | undefined,
  draft: AppDraft,
  { version, restart }: { version: string; restart: boolean },
): AppDefinition {
  const fresh = { ...draft, version, versionInfo: { lastScalingAt: version, lastConfigChangeAt: version } };
  if (!original) return fresh;
  const { lastConfigChangeAt } = original.versionInfo;
  switch (difference(draftOf(original), draft)) {
    case 'config':
      return fresh;
    case 'scale':
      return { ...fresh, versionInfo: { lastScalingAt: version, lastConfigChangeAt } };
    case 'none':
      return restart ? { ...fresh, versionInfo: { lastScalingAt: version, lastConfigChangeAt } } : original;
  }
}

export type Transition = {
  id: string;
  /** Its tasks are replaced though nothing changes. */
  restart: boolean;
  original: AppDefinition | undefined;
  target: AppDefinition | undefined;
};

/** The steps from the apps that are to those that should be: stop the removed, start the new, change the others. */
export function planSteps(transitions: readonly Transition[]): Action[][] {
  const removed = transitions.filter(({ target }) => !target);
  const added = transitions.filter(({ original, target }) => target && !original);
  const kept = transitions.filter(({ target }) => target);
  const steps: Action[][] = [
    removed.map(({ id }) => ({ action: 'StopApplication', app: id })),
    added.map(({ id }) => ({ action: 'StartApplication', app: id })),
    kept.map((transition) => ({ action: changeOf(transition), app: transition.id })),
  ];
  return steps.filter(({ length }) => length > 0);
}

function changeOf({ original, target, restart }: Transition): 'RestartApplication' | 'ScaleApplication' {
  if (!original || !target || target.instances === 0) return 'ScaleApplication';
  return isSameConfig({ original, target }) && !restart ? 'ScaleApplication' : 'RestartApplication';
}

/** Whether the tasks of the one can be those of the other. */
export const isSameConfig = (apps: { original: AppDefinition; target: AppDefinition }): boolean =>
  apps.original.versionInfo.lastConfigChangeAt === apps.target.versionInfo.lastConfigChangeAt;
