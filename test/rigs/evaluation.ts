import { laws } from '../../lib/control/laws.ts';
import type { EvaluateDeps } from '../../lib/evaluate/evaluate-deps.ts';
import { evaluateJob } from '../../lib/evaluate/evaluate-job.ts';
import { StaleJobError } from '../../lib/job/errors.ts';
import type { Job } from '../../lib/job/job.ts';
import type { Framework } from '../../lib/ports/framework.ts';
import type { JobStore } from '../../lib/ports/job-store.ts';
import type { Asked, Observation } from '../../lib/ports/observation.ts';
import type { Cause } from '../../lib/ports/schedules.ts';
import { jobId } from './builders.ts';
import { pointForTests } from './job.ts';
import { noon } from './progress.ts';

const unused = () => Promise.reject(new Error('Nobody should need this.'));

/** One job in memory, with the version check of the table. */
function memory(first: Job, now: () => number) {
  const kept = { job: first, removed: false };
  let lease = { holder: '', until: 0 };
  const store: JobStore = {
    load: async () => structuredClone(kept.job),
    save: async (job, { progress, point, foldedRuns }) => {
      if (job.version !== kept.job.version) throw new StaleJobError('Written since.');
      const waiting = ({ inbox }: Job) =>
        Object.fromEntries(Object.entries(inbox).filter(([run]) => !foldedRuns.includes(run)));
      const saved = { progress, version: job.version + 1, pendingPoint: point ?? job.pendingPoint };
      kept.job = { ...kept.job, ...saved, inbox: waiting(kept.job) };
      return { ...job, ...saved, inbox: waiting(job) };
    },
    markAlarm: async () => {},
    markCpuUse: async () => {},
    takeLease: async (_, holder, until) => {
      if (lease.holder !== holder && lease.until > now()) return false;
      lease = { holder, until };
      return true;
    },
    endLease: async (_, holder) => {
      if (lease.holder === holder) lease = { holder: '', until: 0 };
    },
    reopen: async () => {
      kept.job = { ...kept.job, clean: false };
    },
    markClean: async () => {
      kept.job = { ...kept.job, clean: true };
    },
    claimLateSecond: unused,
    closeLateSecond: unused,
    markRetired: async () => {
      kept.job = { ...kept.job, retired: true };
    },
    putPoint: async () => {},
    releaseName: async () => {},
    saveLesson: async () => {},
    create: unused,
    abandonLaunch: unused,
    listPoints: unused,
    markMetricsSent: unused,
    claimName: unused,
    nameHolder: unused,
    loadLesson: unused,
  };
  return { kept, store };
}

interface Given {
  /** How many points wait. */
  points?: number;
  first: Job;
  observe: (kept: { job: Job }, asked: Asked | undefined) => Observation | Promise<Observation>;
  delivers?: boolean;
  extend?: (jobId: string, endsAt: number) => Promise<void>;
  remove?: () => Promise<void>;
  start?: () => Promise<void>;
  submit?: () => Promise<void>;
}

/** What an evaluation can reach, on a clock that only its own waiting moves; `calls` is what it asked of the framework. */
export function evaluation({
  first,
  observe,
  delivers = true,
  extend = async () => {},
  points = 0,
  ...rest
}: Given) {
  let now = noon + 600_000;
  let holders = 0;
  const { kept, store } = memory(first, () => now);
  const calls: string[] = [];
  const said: Record<string, unknown>[] = [];
  const warnings: string[] = [];
  const waiting = Array.from({ length: points }, (_, i) => ({ ...pointForTests, at: i + 1 }));
  store.listPoints = async (_, after, limit) => waiting.filter(({ at }) => at > after).slice(0, limit);
  const call = (name: string) => async () => void calls.push(name);
  const framework: Framework = {
    observe: async (_, asked) => observe(kept, asked),
    start: rest.start ?? call('start'),
    submit: rest.submit ?? call('submit'),
    resize: call('resize'),
    kill: call('kill'),
    remove: rest.remove ?? call('remove'),
  };
  const deps: EvaluateDeps = {
    store,
    laws,
    frameworkOf: () => framework,
    monitoring: () => ({
      sendMetrics: async () => delivers,
      reconcileAlarm: async () => true,
      reportConcerns: async () => true,
      measureCpuUse: async () => true,
    }),
    newHolder: () => `holder ${++holders}`,
    now: () => now,
    schedules: {
      create: unused,
      extend,
      remove: call('remove schedule'),
    },
    log: {
      info: () => {},
      warn: (message) => void warnings.push(message),
      error: (_, fields) => void said.push(fields),
    },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
  const wait = (seconds: number) => {
    now += seconds * 1000;
  };
  const evaluate = (cause: Cause, isAwaited = cause === 'launch') =>
    evaluateJob(deps, jobId, cause, isAwaited);
  return { deps, kept, calls, said, warnings, wait, evaluate, tick: () => evaluate('tick'), now: () => now };
}
