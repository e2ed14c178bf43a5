import { besideDeadline, cpusText } from '../../lib/control/wording.ts';
import { failedRequest, frameworkTitle } from '../../lib/job/frameworks.ts';
import { at, type ShownJob } from './shown.ts';
import { standingOf } from './standing.ts';
import { clockText } from './time-text.ts';

/** What would help a job that is not well, as sentences; empty where nothing is to be done. */
export function adviceFor(job: ShownJob, now: number): string[] {
  const standing = standingOf(job, now);
  if (standing === 'paused') return ['Resume it: until then it holds no cpus and makes no run.'];
  const silent = clusterSilent(job);
  if (!['overdue', 'cannot-be-met', 'at-risk'].includes(standing)) return silent;
  return [...silent, moreCpus(job), laterDeadline(job, now)].filter((sentence) => sentence !== '');
}

/** Whatever the forecast says: it is that of the last evaluation that saw the cluster. */
function clusterSilent({ problem, framework, finishedAt }: ShownJob): string[] {
  if (finishedAt || !problem?.startsWith(failedRequest(framework))) return [];
  const title = frameworkTitle(framework);
  return [
    `Bring ${title} back, or the network to it: until it answers no run is started and no cpus change. The forecast does not count on that.`,
  ];
}

function moreCpus({ decision, cpus, cpuBounds }: ShownJob): string {
  if (!decision) return '';
  const { max } = cpuBounds;
  // At its most cpus a job is not told that more would help, even if they did: the law never chooses them.
  if (cpus >= max && decision.reason !== 'more-cpu-would-not-help')
    return `Allow it more than ${cpusText(max)}.`;
  if (!decision.moreCpusWouldHelp) return 'More cpus would not help.';
  return `It has ${cpus} of at most ${cpusText(max)}: the law goes up by itself where that helps.`;
}

function laterDeadline({ forecast, deadlineAt, finishedAt }: ShownJob, now: number): string {
  if (!forecast || finishedAt) return '';
  const safe = at(forecast.finishAt.p90);
  const deadline = at(deadlineAt);
  if (safe <= deadline) return '';
  return `A deadline of ${clockText(safe, now)}, ${besideDeadline(safe, deadline).replace('the deadline', 'the present one')}, would be met with 90 % probability.`;
}

/** When the job will be done, beside its deadline, in few words. */
export function forecastInShort(job: ShownJob, now: number): string {
  const deadline = at(job.deadlineAt);
  if (job.finishedAt) return `ended ${besideDeadline(at(job.finishedAt), deadline)}`;
  if (job.pausedAt) return 'no forecast while it is paused';
  if (!job.forecast) return 'no forecast yet';
  const end = Math.max(now, at(job.forecast.finishAt.p50));
  return `done ${besideDeadline(end, deadline)}`;
}
