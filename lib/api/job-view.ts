import type * as z from 'zod/mini';
import type { Planned } from '../commands/plan-launch.ts';
import { beliefsOf } from '../control/beliefs.ts';
import type { Decision, Forecast } from '../job/decision.ts';
import { restartSecondsOf } from '../job/execution.ts';
import { isOnTime, type Job, type Point } from '../job/job.ts';
import { type JobAlarm, noAlarm } from '../job/monitored.ts';
import type { Report } from '../job/report.ts';
import { planOf } from '../plan/decide-cpus.ts';
import type { failureReply, jobReply, pointReply } from './job-reply.ts';
import { scheduleView } from './recurring-view.ts';
import type { jobWithPoints, plannedJob } from './replies.ts';

const iso = (at: number) => new Date(at).toISOString();

export type JobView = z.output<typeof jobReply>;
type PointView = z.output<typeof pointReply>;

/** A job as the API shows it; instants are ISO 8601 in UTC, lengths of time seconds. */
export function jobView(job: Job): JobView {
  const { spec, progress, deadlineAt, cancelRequestedAt, pausedAt, alarm, cpuUse } = job;
  const { decision, finish } = progress;
  const onTime = isOnTime({ progress, deadlineAt });
  const problem = progress.problem ?? progress.failedStep?.sentence ?? progress.trouble;
  return {
    jobId: spec.jobId,
    name: spec.name,
    framework: spec.framework,
    cluster: spec.cluster,
    status: progress.status,
    ...(cancelRequestedAt !== null && !finish ? { cancelRequested: true } : {}),
    ...(pausedAt !== null && !finish ? { pausedAt: iso(pausedAt) } : {}),
    iterations: spec.iterations,
    completed: progress.completed,
    remaining: spec.iterations - progress.completed,
    failures: progress.failures,
    launchedAt: iso(spec.launchedAt),
    ...launchView(spec),
    deadlineAt: iso(deadlineAt),
    cpus: progress.cpus,
    initialCpus: spec.initialCpus,
    cpuBounds: { min: spec.cpus.min, max: spec.cpus.max },
    resizes: progress.resizes,
    coreSeconds: progress.coreSeconds,
    ...timesView(progress),
    ...(cpuUse?.known ? { cpuUse: { ...cpuUse.known, at: iso(cpuUse.known.at) } } : {}),
    law: spec.law,
    ...(decision && isForecast(job) ? outlookView(decision) : {}),
    ...(decision ? { decision: decisionView(decision) } : {}),
    ...(problem ? { problem } : {}),
    ...(finish && !job.clean ? { ending: { left: leftOf(job) } } : {}),
    ...(spec.notify ? { notify: { name: spec.notify.name, ...alarmView(alarm) } } : {}),
    ...webhookView(job),
    ...(finish
      ? { finishedAt: iso(finish.at), finishReason: finish.reason, finishSentence: finish.sentence }
      : {}),
    ...(onTime === null ? {} : { onTime }),
  };
}

function launchView({ launchedBy, scheduledAt }: Job['spec']) {
  return {
    ...(launchedBy === null ? {} : { launchedBy }),
    ...(scheduledAt === null ? {} : { scheduledAt: iso(scheduledAt) }),
  };
}

function outlookView({ outlook, forecast }: Decision) {
  return { outlook, forecast: forecastView(forecast) };
}

/** Whether what was decided last still says when the job will be done: not while it is paused, nor of what was decided before. */
function isForecast({ progress: { finish, decision }, pausedAt, resumedAt }: Job): boolean {
  return !finish && pausedAt === null && (decision?.at ?? 0) >= (resumedAt ?? 0);
}

function timesView({ execution, pausedSeconds }: Job['progress']) {
  const restartSeconds = restartSecondsOf(execution);
  return {
    ...(pausedSeconds > 0 ? { pausedSeconds } : {}),
    ...(restartSeconds === null ? {} : { restartSeconds }),
  };
}

/** What a launch would come to, as the API shows it. */
export function plannedView(
  { job, adjustments, schedule, expectedCoreSeconds }: Planned,
  now: number,
): z.output<typeof plannedJob> {
  const view = jobView(job);
  const { name, framework, cluster, iterations, deadlineAt, cpus, initialCpus, cpuBounds, law } = view;
  const { outlook, forecast, decision, problem } = view;
  return {
    dryRun: true,
    name,
    framework,
    cluster,
    iterations,
    deadlineAt,
    cpus,
    initialCpus,
    cpuBounds,
    law,
    ...(outlook ? { outlook } : {}),
    ...(forecast ? { forecast } : {}),
    ...(decision ? { decision } : {}),
    ...(problem ? { problem } : {}),
    ...(schedule ? { schedule: scheduleView({ schedule, pausedAt: null, lastScheduledAt: null }, now) } : {}),
    ...(expectedCoreSeconds === null ? {} : { expectedCoreSeconds }),
    adjustments,
  };
}

/** What is still to be removed, or told, of an ended job. */
function leftOf({ spec, progress, retired, metricsSentUpTo, alarm }: Job): string[] {
  const left = [
    retired ? null : `the job in ${spec.framework}, and its name`,
    metricsSentUpTo < progress.lastPointAt ? 'metrics for Monasca' : null,
    alarm?.isSet ? 'the alarms in Monasca' : null,
    'the schedule',
  ];
  return left.filter((each) => each !== null);
}

function webhookView({ spec, webhookFailure: failure }: Job) {
  return {
    ...(spec.webhook ? { webhook: new URL(spec.webhook.url).host } : {}),
    ...(failure ? { webhookFailure: { ...failure, at: iso(failure.at) } } : {}),
  };
}

function alarmView(alarm: JobAlarm | null) {
  const { isSet, problem, undelivered, endToldAt } = alarm ?? noAlarm;
  const wrong = problem ?? undelivered;
  return {
    isSet,
    ...(wrong === null ? {} : { problem: wrong }),
    ...(endToldAt === null ? {} : { endToldAt: iso(endToldAt) }),
  };
}

/** One job as the API shows it, with the run that failed last and what each evaluation changed. */
export type DetailView = z.output<typeof jobWithPoints>;

/** A job in detail; its points come oldest first. */
export function detailView(job: Job, points: readonly Point[]): DetailView {
  const { lastFailure } = job.progress;
  return {
    ...jobView(job),
    ...(lastFailure ? { lastFailure: failureView(lastFailure) } : {}),
    ...beliefView(job),
    points: points.map(pointView),
  };
}

/** To a tenth of a percent, as nobody believes more exactly. */
const rounded = (seconds: number) => Number(seconds.toPrecision(4));

function beliefView({ spec, progress, deadlineAt }: Job) {
  const belief = beliefsOf(spec.law, progress.memory, planOf(spec, deadlineAt)).map(
    ({ cpus, p10, p50, p90 }) => ({
      cpus,
      seconds: { p10: rounded(p10), p50: rounded(p50), p90: rounded(p90) },
    }),
  );
  return belief.length > 0 ? { belief } : {};
}

function failureView({ run, exitCode, finishedAt, ...rest }: Report): z.output<typeof failureReply> {
  const { hostname, container, sandbox, lastLines } = rest;
  return { run, exitCode, endedAt: iso(finishedAt * 1000), hostname, container, sandbox, lastLines };
}

/** A point as the API shows it. */
export function pointView(point: Point): PointView {
  const { at, deadlineAt, decision, iterations, finishedAt, pausedAt, ended: _, ...rest } = point;
  return {
    at: iso(at),
    ...rest,
    iterations: iterations.map(({ endedAt, ...each }) => ({ ...each, endedAt: iso(endedAt) })),
    deadlineAt: iso(deadlineAt),
    ...(finishedAt === undefined ? {} : { finishedAt: iso(finishedAt) }),
    ...(pausedAt === undefined ? {} : { pausedAt: iso(pausedAt) }),
    ...(decision ? { decision: decisionView(decision), forecast: forecastView(decision.forecast) } : {}),
  };
}

function decisionView({ cpus, reason, outlook, moreCpusWouldHelp }: NonNullable<Point['decision']>) {
  return { cpus, reason: reason.code, sentence: reason.sentence, outlook, moreCpusWouldHelp };
}

function forecastView({ finishAt, onTimeProbability }: Forecast) {
  const { p10, p50, p90 } = finishAt;
  return { finishAt: { p10: iso(p10), p50: iso(p50), p90: iso(p90) }, onTimeProbability };
}
