import type { HttpResponse } from '../../../lib/http/http.ts';
import type { Clock } from '../clock.ts';
import type { Ledger, Run } from '../ledger.ts';
import type { Weather } from '../weather.ts';

/** How a task ends, as Mesos says it. */
export type TaskEnd = 'TASK_FINISHED' | 'TASK_FAILED' | 'TASK_KILLED' | 'TASK_LOST';

/** What a container needs of the world. */
export interface Host {
  clock: Clock;
  weather: Weather;
  ledger: Ledger;
  tell: (text: string) => void;
  /** How long the run takes with so many cpus, in milliseconds, by its number of all of the job. */
  runMs: (jobId: string, cpus: number, number: number) => number;
  /** Sends a report; an answer comes to `hear`, null when none does within the time. */
  report: (sent: SentReport, hear: (answer: HttpResponse | null) => void) => void;
  reportsContainer: boolean;
  runBegins: (run: Run) => void;
}

/** A report as it leaves the container. */
export interface SentReport {
  jobId: string;
  authorization: string;
  body: string;
}

/** What the framework gave the task. */
export interface TaskOrder {
  taskId: string;
  environment: Record<string, string>;
  cpus: number;
  /** Whether it goes from run to run by itself. */
  loops: boolean;
  /** Whether it asks, before its first run, if there is anything to do. */
  asks?: boolean;
  /** Its command was replaced by one that does nothing. */
  doesNothing?: boolean;
  ended: (end: TaskEnd) => void;
}

export interface Container {
  taskId: string;
  jobId: string;
  isLive: boolean;
  /** The framework does not know of it any more, or cannot reach it. */
  isOutOfSight: boolean;
  /** It asked whether there is anything to do, and got no answer. */
  isUninformed: boolean;
  /** The run that is going on. */
  run: Run | null;
  /** Asks it to end, as Mesos does; it may take its time. */
  stop(): void;
  /** It is gone from one moment to the next. */
  die(end: TaskEnd): void;
}

type Reported = 'taken' | 'over' | 'not-taken';

const triesPausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 0];
/** So long Mesos waits between asking a task to end and ending it. */
const graceMs = 5_000;

/** A container with the wrapped command: its runs, its reports and its manners, as lib/frameworks/wrapped-command.ts has them. */
export function startContainer(host: Host, order: TaskOrder): Container {
  const { clock, weather, ledger, tell } = host;
  const { PACER_JOB_ID: jobId = '', PACER_TOKEN: token = '' } = order.environment;
  let runs = 0;
  let isStopped = false;
  let isReporting = false;
  let takeBackTimer = () => {};
  const container: Container = {
    taskId: order.taskId,
    jobId,
    isLive: true,
    isOutOfSight: false,
    isUninformed: false,
    run: null,
    stop,
    die,
  };
  /** Does the next thing, unless the container is gone by then. */
  const later = (milliseconds: number, act: () => void) => {
    takeBackTimer = clock.after(milliseconds, () => container.isLive && act());
  };

  function end(status: TaskEnd) {
    container.isLive = false;
    if (container.run) endRun(container.run, 'killed');
    else if (status !== 'TASK_FINISHED' && order.loops) ledger.taskDied(jobId);
    tell(`task ${order.taskId} ends: ${status}`);
    order.ended(status);
  }

  function endRun(run: Run, outcome: Run['outcome']) {
    run.endedAt = clock.now();
    run.outcome = outcome;
    container.run = null;
    tell(`run ${run.name} ends: ${outcome}`);
  }

  function die(status: TaskEnd) {
    if (container.isLive) end(status);
  }

  function stop() {
    if (isStopped || !container.isLive) return;
    isStopped = true;
    if (isReporting) {
      clock.after(graceMs, () => die('TASK_KILLED'));
      return;
    }
    takeBackTimer();
    later(200, () => end('TASK_KILLED'));
  }

  function beginRun() {
    runs += 1;
    const name = order.loops ? `${order.taskId}.${runs}` : order.taskId.replaceAll(/[^A-Za-z0-9._:-]/g, '=');
    const number = ledger.runsOf(jobId).length;
    const isHung = weather.strikes('run-hangs');
    const isSlow = !isHung && weather.strikes('run-slow');
    const run: Run = {
      ...{ jobId, name, taskId: order.taskId, startedAt: clock.now(), endedAt: null, outcome: null },
      ...{ isPromised: false, container, isOdd: isHung || isSlow },
    };
    container.run = run;
    const startedAt = containerClock();
    tell(`run ${name} begins with ${order.cpus} cpus`);
    host.runBegins(run);
    ledger.runs.push(run);
    const usualMs = host.runMs(jobId, order.cpus, number);
    const fails = weather.strikes('run-fails');
    later(isHung ? 1e12 : isSlow ? 8 * usualMs : usualMs, () => {
      endRun(run, fails ? 'failure' : 'success');
      isReporting = true;
      report({ run, startedAt, exitCode: fails ? 7 : 0, isSilent: weather.strikes('run-silent') });
    });
  }

  /** Seconds, as `date +%s` gives them. */
  function containerClock(): number {
    const skewed = weather.lasting('clock-skewed');
    if (skewed) weather.struck(skewed);
    const ahead = skewed ? (skewed.share - 0.5) * 8 * 3600 : 0;
    return Math.floor(clock.now() / 1000 + ahead);
  }

  /** A task that was started again after the last run has none to do; one that gets no answer finds out by its first report. */
  function ask() {
    host.report({ jobId, authorization: `Bearer ${token}`, body: '{"ask":"next"}' }, (answer) => {
      if (!container.isLive || isStopped) return;
      container.isUninformed = answer === null || answer.status >= 300;
      if (answer === null || understood(answer, true) !== 'over') beginRun();
    });
  }

  interface ToReport {
    run: Run;
    startedAt: number;
    exitCode: number;
    isSilent: boolean;
  }

  function report(made: ToReport) {
    tryReport(made, 0, (reported) => {
      isReporting = false;
      if (!order.loops) return end(made.exitCode === 0 ? 'TASK_FINISHED' : 'TASK_FAILED');
      if (isStopped) return end('TASK_KILLED');
      if (reported === 'over') return;
      if (reported === 'not-taken') return later(15_000, () => retry(made));
      const pauseMs = Number(order.environment.PACER_PAUSE ?? 0) * 1000 + (made.exitCode === 0 ? 0 : 1_000);
      later(pauseMs + 50, beginRun);
    });
  }

  function retry(made: ToReport) {
    isReporting = true;
    report(made);
  }

  function tryReport(made: ToReport, tries: number, done: (reported: Reported) => void) {
    const pauseMs = triesPausesMs[tries];
    if (pauseMs === undefined) return done('not-taken');
    const again = () => later(pauseMs, () => tryReport(made, tries + 1, done));
    if (made.isSilent) return later(5_000, again);
    host.report({ jobId, authorization: `Bearer ${token}`, body: bodyOf(made) }, (answer) => {
      if (!container.isLive) return;
      if (answer === null || answer.status === 408 || answer.status === 429 || answer.status >= 500)
        return again();
      done(understood(answer, order.loops));
    });
  }

  function bodyOf({ run, startedAt, exitCode }: ToReport): string {
    const seconds = ((run.endedAt ?? 0) - run.startedAt) / 1000;
    const endedSecondsAgo = Math.round((clock.now() - (run.endedAt ?? 0)) / 10) / 100;
    return JSON.stringify({
      ...{ run: run.name, exitCode, startedAt },
      finishedAt: Math.round((startedAt + seconds) * 100) / 100,
      ...{ endedSecondsAgo, cpus: order.cpus, hostname: 'agent-1' },
      ...(host.reportsContainer
        ? { container: `mesos-${order.taskId.replaceAll(/[^A-Za-z0-9]/g, '')}` }
        : {}),
    });
  }

  if (order.doesNothing) later(300, () => end('TASK_FINISHED'));
  else later(10, order.asks ? ask : beginRun);
  return container;
}

/** What a wrapped command makes of an answer that is worth no other try at once. */
function understood({ status, body }: HttpResponse, loops: boolean): Reported {
  if (status < 300) {
    if (body.includes('"next":"stop"')) return 'over';
    return body.includes('"next":"continue"') || !loops ? 'taken' : 'not-taken';
  }
  const isRefused = ['job-finished', 'unknown-job', 'wrong-token'].some((code) =>
    body.includes(`"code":"${code}"`),
  );
  return isRefused ? 'over' : 'not-taken';
}
