import type { AppDefinition } from './app.ts';

/** How long an app waits before its next launch, counted from a moment (ms since 1970) that moves with what its tasks do. */
export type LaunchDelay = Readonly<{ seconds: number; since: number; longestSeconds: number }>;

/** A delay belongs to a configuration: a changed app begins afresh, a scaled one does not. */
export const delayKey = ({ id, versionInfo }: AppDefinition): string =>
  `${id} ${versionInfo.lastConfigChangeAt}`;

/** The delay after a task has ended by itself. */
export function raisedDelay(delay: LaunchDelay | undefined, app: AppDefinition, now: number): LaunchDelay {
  const wanted = delay ? delay.seconds * app.backoffFactor : app.backoffSeconds;
  const longestSeconds = app.maxLaunchDelaySeconds;
  return { seconds: Math.min(wanted, longestSeconds), since: now, longestSeconds };
}

/** A launch or a start moves the clock of a delay and leaves its size. */
export const advancedDelay = (delay: LaunchDelay, now: number): LaunchDelay => ({ ...delay, since: now });

/** When the next launch is allowed, ms since 1970. */
export const launchAllowedAt = (delay: LaunchDelay | undefined): number =>
  delay ? delay.since + delay.seconds * 1000 : 0;

/** A delay that nothing has touched for the longest delay there can be is forgotten. */
export const isForgotten = ({ since, longestSeconds }: LaunchDelay, now: number): boolean =>
  now > since + longestSeconds * 1000;
