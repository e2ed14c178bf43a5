/** What a test wants to know afterwards, and no client of the real service could. */
export type Observed = {
  /** How many requests came for each method and route, as in `PUT /v1/scheduler/job/{name}`. */
  requests(): Readonly<Record<string, number>>;
  /** How many tasks of a job have been launched. */
  launches(jobName: string): number;
  /** The most tasks of a job that the cluster ever had at a time, those of an earlier leader included. */
  maximumConcurrentRuns(jobName: string): number;
};

export type Recorder = Observed & {
  countRequest(method: string, route: string): void;
  countLaunch(jobName: string, activeRuns: number): void;
};

export function recorder(): Recorder {
  const requests = new Map<string, number>();
  const launches = new Map<string, number>();
  const concurrent = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    countRequest: (method, route) => void add(requests, `${method} ${route}`),
    countLaunch(jobName, activeRuns) {
      add(launches, jobName);
      concurrent.set(jobName, Math.max(activeRuns, concurrent.get(jobName) ?? 0));
    },
    requests: () => Object.fromEntries(requests),
    launches: (jobName) => launches.get(jobName) ?? 0,
    maximumConcurrentRuns: (jobName) => concurrent.get(jobName) ?? 0,
  };
}
