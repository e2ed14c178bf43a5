import type { HttpResponse } from '../../../lib/http/http.ts';
import type { Run } from '../ledger.ts';
import { end, endRun, type Going, later } from './container.ts';

type Reported = 'taken' | 'over' | 'not-taken';

/** What a container knows of a run that it made. */
interface Made {
  run: Run;
  /** Seconds on its own clock. */
  startedAt: number;
  exitCode: number;
  isSilent: boolean;
}

const triesPausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 0];
const silentTryMs = 5_000;
const sendAgainMs = 15_000;
const afterFailureMs = 1_000;
const hangsMs = 1e12;
const failingCode = 7;

/** A task that was started again after the last run has none to do; one that gets no answer finds out by its first report. */
export function ask(going: Going): void {
  const { container } = going;
  send(going, '{"ask":"next"}', (answer) => {
    if (!container.isLive || going.isStopped) return;
    container.isUninformed = answer === null || answer.status >= 300;
    if (answer === null || understood(answer, true) !== 'over') beginRun(going);
  });
}

export function beginRun(going: Going): void {
  const { host, order, container } = going;
  const { weather } = host;
  const number = host.ledger.runsOf(container.jobId).length;
  const isHung = weather.strikes('run-hangs');
  const isSlow = !isHung && weather.strikes('run-slow');
  const exitCode = weather.strikes('run-fails') ? failingCode : 0;
  const run = newRun(going, isHung || isSlow);
  container.run = run;
  const startedAt = containerClock(going);
  host.tell(`run ${run.name} begins with ${order.cpus} cpus`);
  host.runBegins(run);
  host.ledger.runs.push(run);
  const usualMs = host.runMs(container.jobId, order.cpus, number);
  later(going, isHung ? hangsMs : isSlow ? 8 * usualMs : usualMs, () => {
    endRun(host, container, run, exitCode === 0 ? 'success' : 'failure');
    report(going, { run, startedAt, exitCode, isSilent: weather.strikes('run-silent') });
  });
}

function newRun(going: Going, isOdd: boolean): Run {
  const { host, order, container } = going;
  going.runs += 1;
  const task = order.taskId.replaceAll(/[^A-Za-z0-9._:-]/g, '=');
  return {
    jobId: container.jobId,
    name: order.loops ? `${task}.${going.runs}` : task,
    taskId: order.taskId,
    startedAt: host.clock.now(),
    endedAt: null,
    outcome: null,
    isPromised: false,
    container,
    isOdd,
  };
}

/** Seconds, as `date +%s` gives them. */
function containerClock({ host: { clock, weather } }: Going): number {
  const skewed = weather.lasting('clock-skewed');
  if (skewed) weather.struck(skewed);
  const ahead = skewed ? (skewed.share - 0.5) * 8 * 3600 : 0;
  return Math.floor(clock.now() / 1000 + ahead);
}

function report(going: Going, made: Made): void {
  const { order } = going;
  going.isReporting = true;
  tryReport(going, made, 0, (reported) => {
    going.isReporting = false;
    if (!order.loops) end(going, made.exitCode === 0 ? 'TASK_FINISHED' : 'TASK_FAILED');
    else if (going.isStopped) end(going, 'TASK_KILLED');
    else if (reported === 'not-taken') later(going, sendAgainMs, () => report(going, made));
    else if (reported === 'taken') {
      const pauseMs = Number(order.environment.PACER_PAUSE ?? 0) * 1000;
      later(going, pauseMs + (made.exitCode === 0 ? 50 : afterFailureMs), () => beginRun(going));
    }
  });
}

function tryReport(going: Going, made: Made, tries: number, done: (reported: Reported) => void): void {
  const pauseMs = triesPausesMs[tries];
  if (pauseMs === undefined) {
    done('not-taken');
    return;
  }
  const again = () => later(going, pauseMs, () => tryReport(going, made, tries + 1, done));
  if (made.isSilent) {
    later(going, silentTryMs, again);
    return;
  }
  send(going, bodyOf(going, made), (answer) => {
    if (!going.container.isLive) return;
    if (answer === null || answer.status === 408 || answer.status === 429 || answer.status >= 500) again();
    else done(understood(answer, going.order.loops));
  });
}

function send(
  { host, order, container }: Going,
  body: string,
  hear: (answer: HttpResponse | null) => void,
): void {
  const { PACER_TOKEN: token = '' } = order.environment;
  host.report({ jobId: container.jobId, authorization: `Bearer ${token}`, body }, hear);
}

function bodyOf({ host, order }: Going, { run, startedAt, exitCode }: Made): string {
  const endedAt = run.endedAt ?? host.clock.now();
  const seconds = (endedAt - run.startedAt) / 1000;
  const name = `mesos-${order.taskId.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  return JSON.stringify({
    run: run.name,
    exitCode,
    startedAt,
    finishedAt: Math.round((startedAt + seconds) * 100) / 100,
    endedSecondsAgo: Math.round((host.clock.now() - endedAt) / 10) / 100,
    cpus: order.cpus,
    hostname: 'agent-1',
    ...(host.reportsContainer ? { container: name } : {}),
  });
}

/** What a wrapped command makes of an answer that is worth no other try at once. */
function understood({ status, body }: HttpResponse, loops: boolean): Reported {
  if (status < 300) {
    if (body.includes('"next":"stop"')) return 'over';
    return body.includes('"next":"continue"') || !loops ? 'taken' : 'not-taken';
  }
  const refusals = ['job-finished', 'unknown-job', 'wrong-token'];
  return refusals.some((code) => body.includes(`"code":"${code}"`)) ? 'over' : 'not-taken';
}
