import type { HttpRequest } from '../../lib/http/http.ts';
import type { Log } from '../../lib/ports/environment.ts';
import { virtualClock } from './clock.ts';
import { type Check, checks } from './invariants/invariants.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { chronosServer } from './mesos/chronos/server.ts';
import { type Cluster, sendKill } from './mesos/cluster.ts';
import type { SentReport } from './mesos/container.ts';
import { marathonServer } from './mesos/marathon/server.ts';
import { monascaServer } from './monasca.ts';
import type { Outcome } from './pacer/lambda.ts';
import { pacer } from './pacer/pacer.ts';
import { chance } from './random.ts';
import type { Scenario } from './scenario.ts';
import { secretsOf } from './secrets.ts';
import { dynamodb } from './table/engine.ts';
import type { Item } from './table/expression.ts';
import { type Weather, weatherOf } from './weather.ts';
import type { World } from './world.ts';

/** A day on which nothing else happens. */
const startsAt = Date.UTC(2030, 0, 1, 12);

export function worldOf(
  scenario: Scenario,
  hear: (at: number, text: string) => void,
  seeItem: (after: Item | undefined) => void = () => {},
): World {
  const { seed, faults, framework: name } = scenario;
  const clock = virtualClock(startsAt);
  const tell = (text: string) => hear(clock.now() - startsAt, text);
  const weather = weatherOf(seed, faults, { clock, tell });
  const ledger = ledgerOf(clock.now, tell);
  const surroundings = { clock, weather, tell };
  const monasca = monascaServer(surroundings);
  const secrets = secretsOf(surroundings, scenario);
  const sentReports: SentReport[] = [];
  const cluster: Cluster = {
    ...surroundings,
    ledger,
    reportsContainer: scenario.reportsContainer,
    runMs: (jobId, cpus, number) => runMs(scenario, cpus, `${jobId} ${number}`),
    report: (sent, hearAnswer) => sendReport(world, sent, hearAnswer),
    freeCpus: () => freeCpus(scenario, weather),
    isAllowed: secrets.isAllowed,
    kill: (container) => sendKill(cluster, container),
    runBegins: (run) => check('onRun', run),
  };
  const framework = name === 'chronos' ? chronosServer(cluster) : marathonServer(cluster);
  const check: Check = (moment, about) => checks[moment](world, about as never);
  const engine = dynamodb((before, after) => {
    seeItem(after);
    check('onWrite', { before, after });
    world.pacer.written(before, after);
  });
  const log = logOf((line) => check('onLog', line), tell);
  const world: World = {
    scenario,
    clock,
    startedAt: startsAt,
    weather,
    ledger,
    engine,
    cluster,
    framework,
    monasca,
    secrets,
    sentReports,
    askedBounds: [],
    quiet: { isClean: false, isStale: true },
    tell,
    pacer: undefined as never,
  };
  world.pacer = pacer({
    ...surroundings,
    engine,
    readSecret: secrets.read,
    log,
    monasca: monasca.answer,
    framework: (request) => {
      check('onRequest', request);
      const answer = framework.answer(request);
      tell(`  ${request.method} ${pathOf(request)} → ${answer.status}`);
      return answer;
    },
    onOver: (invocation, outcome) => {
      world.quiet.isStale = true;
      tell(`${invocation.name} (${invocation.what}) ${endOf(outcome)}`);
      check('onOver', { invocation, outcome });
    },
  });
  return world;
}

function endOf(outcome: Outcome<unknown>): string {
  if ('answer' in outcome) return 'is done';
  return 'error' in outcome ? `fails: ${outcome.error.message}` : 'is dead';
}

const pathOf = ({ url }: HttpRequest) => url.slice(url.indexOf('/', 9));

/** The same for the same run, whatever else happens. */
function runMs(scenario: Scenario, cpus: number, run: string): number {
  const { seed, serialSeconds, parallelSeconds, usableCpus } = scenario;
  const noise = 0.85 + 0.35 * chance(seed, 'run', run);
  return Math.max(500, 1000 * noise * (serialSeconds + parallelSeconds / Math.min(cpus, usableCpus)));
}

function freeCpus({ cpus }: Scenario, weather: Weather): number {
  const scarce = weather.lasting('no-room');
  if (!scarce) return 1_000;
  weather.struck(scarce);
  return cpus.min + (cpus.max - cpus.min) * (1 - scarce.share);
}

function logOf(check: (line: string) => void, tell: (text: string) => void): Log {
  const line = (level: string) => (message: string, fields: Record<string, unknown>) => {
    const text = `${level} ${message} ${JSON.stringify(fields)}`;
    check(text);
    tell(`    ${text}`);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

const reportTimeoutMs = 15_000;
const longestLatenessMs = 300_000;

/** Takes a report from its container to the API, through whatever is in the way. */
function sendReport(
  { clock, weather, pacer: { report }, sentReports, ledger, tell }: World,
  sent: SentReport,
  hear: (answer: { status: number; headers: Record<string, string>; body: string } | null) => void,
): void {
  const nobody = () => clock.after(reportTimeoutMs, () => hear(null));
  const deliver = async () => {
    const answer = await report(sent);
    if (answer.status < 300) promise(ledger, sent);
    tell(`report of ${JSON.parse(sent.body).run} → ${answer.status} ${answer.body}`);
    return answer;
  };
  if (!sent.body.startsWith('{"ask"')) sentReports.push(sent);
  if (weather.strikes('reports-lost')) return void nobody();
  if (weather.strikes('reports-refused')) {
    clock.after(50, () =>
      hear({ status: weather.chance('refusal') < 0.5 ? 429 : 503, headers: {}, body: '' }),
    );
    return;
  }
  if (weather.strikes('reports-late')) {
    clock.after(
      reportTimeoutMs + longestLatenessMs * weather.chance('report lateness'),
      () => void deliver(),
    );
    return void nobody();
  }
  const isAnswerLost = weather.strikes('report-answers-lost');
  if (isAnswerLost) nobody();
  clock.after(20 + 80 * weather.chance('report latency'), async () => {
    const answer = await deliver();
    if (!isAnswerLost) hear(answer);
  });
}

function promise({ runs }: Ledger, { jobId, body }: SentReport): void {
  const { run: name } = JSON.parse(body);
  const run = runs.find((each) => each.jobId === jobId && each.name === name);
  if (run) run.isPromised = true;
}
