import { laws } from '../../lib/control/laws.ts';
import type { Job, LawName } from '../../lib/job/job.ts';
import { isFinished } from '../../lib/job/progress.ts';
import type { Report } from '../../lib/job/report.ts';
import { planOf } from '../../lib/plan/decide-cpus.ts';
import { type Evaluation, planEvaluation } from '../../lib/plan/plan-evaluation.ts';
import { needsRunStates } from '../../lib/plan/started-runs/run-states.ts';
import type { Observation } from '../../lib/ports/observation.ts';
import { aFound, aJob } from './builders.ts';
import { noon } from './progress.ts';

/** A run as a framework makes it. Its report, if it sends one, leaves before its task ends. */
interface Run {
  key: string;
  enqueuedAt: number;
  exitCode: number;
  reports: boolean;
  runningSince: number | null;
  report: Report | null;
}

/** What happens next in the world of one job. */
export type Happening =
  | { do: 'wait'; seconds: number }
  | { do: 'evaluate'; asks: boolean; losesStart: boolean; exitCode: number; reports: boolean }
  | { do: 'launch' | 'report' | 'end' }
  | { do: 'repeat'; run: number };

/** A job with its door for reports and its framework, which shows what is so, and in which everything may go wrong. */
export function world(law: LawName) {
  const runs: Run[] = [];
  let job = aJob({ spec: { law, iterations: 4 } });
  job = { ...job, progress: { ...job.progress, memory: laws[law].begin(planOf(job.spec, job.deadlineAt)) } };
  let now = noon;
  let active: Run | null = null;
  let overlaps = 0;
  const framework = { cpus: 1, succeeded: 0, failed: 0 };

  const record = (key: string, report: Report) => {
    const { status, recentRuns, forgottenUpTo } = job.progress;
    const isKnown = key in job.inbox || key in recentRuns;
    if (isKnown || isFinished(status) || (report.order ?? 0) <= forgottenUpTo) return;
    job = { ...job, inbox: { ...job.inbox, [key]: report } };
  };

  const report = () => {
    if (!active?.reports || active.runningSince === null || active.report) return;
    const { key, exitCode, runningSince, enqueuedAt: order } = active;
    active.report = { run: key, exitCode, startedAt: runningSince / 1000, finishedAt: now / 1000, order };
    record(key, active.report);
  };

  const end = () => {
    if (!active || active.runningSince === null) return;
    report();
    if (active.exitCode === 0) framework.succeeded += 1;
    else framework.failed += 1;
    active = null;
  };

  const observe = (): Observation => {
    const states = needsRunStates(job, now);
    const run = active === null ? 'idle' : active.runningSince === null ? 'queued' : 'running';
    return aFound({ ...framework, run: states ? run : null });
  };

  const act = ({ step }: Evaluation, next: Omit<Extract<Happening, { do: 'evaluate' }>, 'do' | 'asks'>) => {
    if (step.do === 'resize' || step.do === 'start') framework.cpus = job.progress.cpus;
    if (step.do === 'kill' && active?.runningSince) active = null;
    if (step.do !== 'start') return;
    if (active) overlaps += 1;
    if (next.losesStart) return;
    const { exitCode, reports } = next;
    const key = `ct:${now}:0:linpack:`;
    active = { key, enqueuedAt: now, exitCode, reports, runningSince: null, report: null };
    runs.push(active);
  };

  return {
    happen(next: Happening): void {
      if (next.do === 'wait') now += next.seconds * 1000;
      if (next.do === 'launch' && active) active.runningSince ??= now;
      if (next.do === 'report') report();
      if (next.do === 'end') end();
      const repeated = next.do === 'repeat' ? runs[next.run] : undefined;
      if (repeated?.report) record(repeated.key, repeated.report);
      if (next.do !== 'evaluate') return;
      const seen: Observation = next.asks ? observe() : { known: false, problem: 'down' };
      const evaluation = planEvaluation(job, seen, laws[law], now);
      job = inboxEmptied({ ...job, progress: evaluation.progress });
      act(evaluation, next);
    },
    seen: () => ({ job, runs, overlaps }),
  };
}

/** Every evaluation folds, or drops, all reports that it saw. */
function inboxEmptied(job: Job): Job {
  return { ...job, inbox: {} };
}
