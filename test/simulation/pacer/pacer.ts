import { ulid } from 'ulid';
import { keptSecrets } from '../../../lib/aws/secrets.ts';
import { cancelJob, changeJob, pauseJob, resumeJob } from '../../../lib/commands/change-job.ts';
import { type Launch, launchJob } from '../../../lib/commands/launch-job.ts';
import { recordIteration } from '../../../lib/commands/record-iteration.ts';
import { type EvaluationParts, evaluation } from '../../../lib/compose/evaluation.ts';
import { launchingOf } from '../../../lib/compose/launching.ts';
import { sweeping } from '../../../lib/compose/sweeping.ts';
import { evaluateEvent } from '../../../lib/evaluate/evaluate-event.ts';
import type { HttpResponse } from '../../../lib/http/http.ts';
import { CallerError } from '../../../lib/job/errors.ts';
import type { Wake } from '../../../lib/ports/schedules.ts';
import { jobsTable } from '../../../lib/store/jobs-table.ts';
import { reports } from '../../../lib/store/reports.ts';
import { storeCancel, storeChange } from '../../../lib/store/requested-changes.ts';
import type { Table } from '../../../lib/store/table.ts';
import { sweep } from '../../../lib/sweep/sweep.ts';
import { tableClient } from '../table/client.ts';
import type { Bus } from './bus.ts';
import { eventBridge } from './event-bridge.ts';
import { frameworkTrouble, httpBetween, monascaTrouble, type Server } from './http.ts';
import { type Environment, type Invocation, lambda, type Outcome } from './lambda.ts';
import type { Pacer, PacerWorld, RequestedChange, WakeEvent } from './surroundings.ts';
import { telling } from './telling.ts';

const wakeTimeoutMs = 2_000;
const sweepsMs = 600_000;
const rareSweepsMs = 6 * 3_600_000;
const sweepTakesMs = 60_000;
const sweepMarginMs = 15_000;

export function pacer(world: PacerWorld): Pacer {
  const { clock, weather, engine } = world;
  const { now } = clock;
  const onOver = (invocation: Invocation, _: unknown, outcome: Outcome<unknown>) =>
    world.onOver(invocation, outcome);
  const schedules = eventBridge(world, (jobId) => evaluate({ jobId, cause: 'tick' }));
  let jobs = 0;
  const bus: Bus = new Map();

  const tableOf = (environment: Environment): Table => ({
    client: tableClient(world, engine, environment) as unknown as Table['client'],
    tableName: 'jobs',
    now,
  });

  /** Counts what is asked of the framework, but for what a new environment asks once: which line of Chronos it is. */
  const framework =
    (environment: Environment): Server =>
    (request) => {
      const isProbe = request.url.endsWith('/jobs/search?name=pacer&limit=1');
      if (environment.current && !isProbe) environment.current.frameworkCalls += 1;
      const restarts =
        request.method === 'PATCH' || (request.method === 'DELETE' && /\/tasks\//.test(request.url));
      if (environment.current && restarts) environment.current.restarts += 1;
      return world.framework(request);
    };

  const partsOf = (environment: Environment): EvaluationParts => ({
    table: tableOf(environment),
    read: keptSecrets(
      (name) =>
        environment.exchange({ what: `secret ${name}`, doneAfterMs: 20, act: () => world.readSecret(name) }),
      now,
    ),
    schedules: schedules.callsOf(environment),
    log: world.log,
    outside: {
      newHolder: () => `holder-${weather.chance('holder')}`,
      now,
      sleep: (doneAfterMs) => environment.exchange({ what: 'a pause', doneAfterMs, act: () => {} }),
      httpFor: () =>
        httpBetween(world, environment, {
          server: framework(environment),
          trouble: frameworkTrouble,
          timeoutMs: 5_000,
        }),
      httpOf: () => (seconds) =>
        httpBetween(world, environment, {
          server: world.monasca,
          trouble: monascaTrouble,
          timeoutMs: seconds * 1000,
        }),
    },
  });

  const wakeOf =
    (environment: Environment): Wake =>
    (jobId, cause) => {
      const act = () => deliverWake({ jobId, cause });
      const usual = { what: 'Invoke', doneAfterMs: 10, act };
      if (!weather.strikes('wakes-fail')) return environment.exchange(usual);
      const failure = { afterMs: wakeTimeoutMs, error: () => new Error('Invoke: 503') };
      return environment.exchange({ ...usual, doneAfterMs: null, failure });
    };

  function deliverWake(event: WakeEvent) {
    if (weather.strikes('wakes-lost')) return;
    const lateMs = weather.strikes('wakes-late') ? 90_000 * weather.chance('wake lateness') : 20;
    clock.after(lateMs, () => evaluate(event));
    if (weather.strikes('wakes-doubled'))
      clock.after(20 + 5_000 * weather.chance('second wake'), () => evaluate(event));
  }

  const evaluateFunction = lambda(world, {
    name: 'evaluate',
    timeoutMs: 60_000,
    onOver,
    load(environment) {
      const deps = evaluation(partsOf(environment));
      return (event: WakeEvent) => evaluateEvent(deps, event);
    },
  });

  function evaluate(event: WakeEvent) {
    if (weather.strikes('evaluations-stopped')) return;
    void evaluateFunction(event, `${event.cause} of ${event.jobId}`);
  }

  const sweepFunction = lambda(world, {
    name: 'sweep',
    timeoutMs: sweepTakesMs,
    onOver,
    load(environment) {
      const none = { create: async () => false, createRetry: async () => false };
      const parts = { ...partsOf(environment), tickMinutes: 1, recurringSchedules: none };
      // Nobody schedules recurring jobs in this world.
      const deps = { ...sweeping(parts), recurring: { list: async () => [] } };
      return () => sweep(deps, now() + sweepTakesMs - sweepMarginMs);
    },
  });

  /** The schedule of the stack; who stops evaluations for long leaves it on, and it finds little to do. */
  function sweepLater() {
    const isStopped = weather.lasting('evaluations-stopped') !== undefined;
    const rarelyMs = Math.min(rareSweepsMs, weather.clearsAt - now());
    clock.after(isStopped ? Math.max(sweepsMs, rarelyMs) : sweepsMs, () => {
      void sweepFunction(undefined, 'the stack');
      sweepLater();
    });
  }
  sweepLater();

  const launch = lambda(world, {
    name: 'launch',
    timeoutMs: 29_000,
    onOver,
    load(environment) {
      const random = () => weather.chance('job id');
      const deps = { ...launchingOf(partsOf(environment)), newJobId: () => ulid(now() + jobs++, random) };
      return (asked: Launch) => launchJob(deps, asked);
    },
  });

  const change = lambda(world, {
    name: 'jobs',
    timeoutMs: 10_000,
    onOver,
    load(environment) {
      const table = tableOf(environment);
      const deps = {
        store: jobsTable(table),
        storeCancel: storeCancel.bind(null, table),
        storeChange: storeChange.bind(null, table),
        wake: wakeOf(environment),
        log: world.log,
        now,
      };
      return (wished: Exclude<RequestedChange, { change: unknown }>) => {
        const { jobId } = wished;
        if ('cancel' in wished) return cancelJob(deps, jobId, null);
        return wished.turn === 'pause' ? pauseJob(deps, jobId) : resumeJob(deps, jobId);
      };
    },
  });

  const patch = lambda(world, {
    name: 'launch',
    timeoutMs: 29_000,
    onOver,
    load(environment) {
      const deps = launchingOf(partsOf(environment));
      return (wished: Extract<RequestedChange, { change: unknown }>) =>
        changeJob(deps, wished.jobId, wished.change);
    },
  });

  const record = lambda(world, {
    name: 'iteration',
    timeoutMs: 10_000,
    onOver,
    load(environment) {
      const deps = { store: reports(tableOf(environment)), wake: wakeOf(environment), log: world.log, now };
      return (call: { jobId: string; authorization: string; body: string }) =>
        recordIteration(deps, { ...call, body: JSON.parse(call.body) });
    },
  });

  return {
    schedules,
    bus,
    written: telling(world, { tableOf, wakeOf, bus, onOver }),
    evaluate,
    launch: (asked) => launch(asked, asked.idempotencyKey ?? 'without a key'),
    change: (wish) => ('change' in wish ? patch : change)(wish as never, JSON.stringify(wish)),
    report: async (call) => answerOf(await record(call, call.body)),
  };
}

function answerOf(outcome: Outcome<{ status: string }>): HttpResponse {
  if ('answer' in outcome) {
    const status = outcome.answer.status === 'recorded' ? 202 : 200;
    return { status, headers: {}, body: JSON.stringify(outcome.answer) };
  }
  if ('error' in outcome && outcome.error instanceof CallerError) {
    const { status, code } = outcome.error;
    return { status, headers: {}, body: JSON.stringify({ code }) };
  }
  return { status: 500, headers: {}, body: '{"code":"internal"}' };
}
