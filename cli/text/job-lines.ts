import { howMany, lengthOfTime } from '../../lib/control/wording.ts';
import type { DetailedJob } from '../api/answers.ts';
import type { Paint } from '../terminal.ts';
import { failureText } from './failure-lines.ts';
import { forecastText, reasonText } from './forecast.ts';
import { moodOf, outcome } from './outcome.ts';
import { fromNow } from './span.ts';

/** One job for a person: where it stands, why, and what was resized. */
export function jobLines(job: DetailedJob, now: number, paint: Paint): string[] {
  const status = paint(
    moodOf(job),
    `${job.status}${job.cancelRequested ? ' (being cancelled)' : job.pausedAt ? ' (paused)' : ''}`,
  );
  return [
    `${paint('bold', job.name)}  ${status}  ${job.jobId}`,
    ...facts(job, now).map(([word, text]) => `  ${paint('dim', word.padEnd(10))}${text}`),
    ...turns(job).map((line) => `    ${line}`),
    ...lastLines(job),
  ];
}

function facts(job: DetailedJob, now: number): [word: string, text: string][] {
  const { cpus, cpuBounds, initialCpus, coreSeconds, restartSeconds, cpuUse, decision, problem, notify } =
    job;
  return [
    ['runs on', `${job.framework}, cluster ${job.cluster}, law ${job.law}`],
    ['progress', `${job.completed} of ${howMany(job.iterations, 'iteration')}; failed runs: ${job.failures}`],
    [
      'launched',
      `${job.launchedAt}, ${fromNow(job.launchedAt, now)}${job.launchedBy ? `, by ${job.launchedBy}` : ''}`,
    ],
    ...fact('scheduled', job.scheduledAt && `for ${job.scheduledAt}; see pacer recurring show ${job.name}`),
    ['deadline', job.deadlineAt],
    ['forecast', forecastText(job, now)],
    ['cpus', `${cpus}, began with ${initialCpus}, bounds ${cpuBounds.min} to ${cpuBounds.max}`],
    ['held', `${coreSeconds.toFixed(1)} core-seconds`],
    ...fact('really', cpuUse && `${cpuUse.usedCpus} of ${cpuUse.allocatedCpus} cpus used, at ${cpuUse.at}`),
    ...fact('restart', restartSeconds === undefined ? undefined : `costs ${lengthOfTime(restartSeconds)}`),
    ...fact('reason', decision && reasonText(decision)),
    ...fact('problem', problem),
    ...fact('failed', job.lastFailure && failureText(job.lastFailure)),
    ...fact('notifies', notify && notifyText(notify, job)),
    ...fact('webhook', job.webhook && webhookText(job.webhook, job)),
    ...fact('outcome', job.finishedAt && outcome(job)),
    ...fact('ending', job.ending && `still to be removed: ${job.ending.left.join('; ')}`),
    ['resizes', String(job.resizes)],
  ];
}

function fact(word: string, text: string | undefined): [string, string][] {
  return text ? [[word, text]] : [];
}

/** Of the run that failed last, while no other has succeeded since, or when the job has failed. */
function lastLines({ lastFailure, problem, status }: DetailedJob): string[] {
  const isNews = status === 'FAILED' || problem !== undefined;
  if (!isNews || !lastFailure?.lastLines?.length) return [];
  return ['  stderr of the failed run:', ...lastFailure.lastLines.map((line) => `    ${line}`)];
}

function notifyText(
  { name, isSet, problem, endToldAt }: NonNullable<DetailedJob['notify']>,
  { finishedAt }: DetailedJob,
): string {
  const state = finishedAt || isSet ? '' : ' (not set yet)';
  const told = endToldAt ? ` (told of the end at ${endToldAt})` : '';
  return `${name}${state}${told}${problem ? `: ${problem}` : ''}`;
}

function webhookText(host: string, { webhookFailure }: DetailedJob): string {
  if (!webhookFailure) return host;
  const { transitions, at, tries, problem } = webhookFailure;
  return `${host} (not told of ${transitions.join(', ')}, given up at ${at} after ${howMany(tries, 'call')}: ${problem})`;
}

/** Resizes and pauses, in their order. */
function turns({ points, initialCpus }: DetailedJob): string[] {
  return points.flatMap(({ at, cpus, decision, pausedAt }, i) => {
    const before = points[i - 1];
    const wasPaused = before?.pausedAt !== undefined;
    const cpusBefore = before?.cpus ?? initialCpus;
    const paused =
      wasPaused === (pausedAt !== undefined) ? [] : [`${at}  ${wasPaused ? 'resumed' : 'paused'}`];
    const why = decision ? reasonText(decision) : '';
    return cpusBefore === cpus ? paused : [...paused, `${at}  ${cpusBefore} → ${cpus}  ${why}`.trim()];
  });
}
