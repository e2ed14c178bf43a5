import { recorder as runRecorder } from '../mesos/observed.ts';
import { canonicalId } from './app-id.ts';

/** What a test wants to know afterwards, and no client of the real service could. */
export type MarathonObserved = {
  /** How many requests came for each method and route, as in `PUT /v2/apps/{id}`. */
  requests(): Readonly<Record<string, number>>;
  /** How many tasks of an app have been launched. */
  launches(appId: string): number;
  /** The most tasks of an app that the cluster ever had at a time, those of an earlier leader included. */
  maximumConcurrentTasks(appId: string): number;
};

export type MarathonRecorder = MarathonObserved & {
  countRequest(method: string, route: string): void;
  countLaunch(appId: string, activeTasks: number): void;
};

export function marathonRecorder(): MarathonRecorder {
  const { requests, countRequest, countLaunch, launches, maximumConcurrentRuns } = runRecorder();
  return {
    requests,
    countRequest,
    countLaunch,
    launches: (appId) => launches(canonicalId(appId)),
    maximumConcurrentTasks: (appId) => maximumConcurrentRuns(canonicalId(appId)),
  };
}
