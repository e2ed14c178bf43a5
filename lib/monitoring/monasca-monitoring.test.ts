import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { pointForTests } from '../../test/rigs/job.ts';
import { aDecision, noon } from '../../test/rigs/progress.ts';
import fc from '../../test/rigs/seeded-cases.ts';
import { monitoringTakesMs, reportToMonasca } from '../evaluate/report-to-monasca.ts';
import { type Http, NoAnswerError } from '../http/http.ts';
import { monasca } from './monasca-monitoring.ts';

/** What comes back for one request, and after how long; where it takes too long, nothing does. */
interface Answer {
  afterMs: number;
  status: number;
  body: string;
}

const credentials = {
  keystone_url: 'http://keystone.example/v3',
  monocasca_client_url: 'http://monasca.example',
  username: 'pacer',
  password: 'secret',
  project_name: 'mesos',
};
const token = {
  token: { issued_at: '2030-01-01T12:00:00.000000Z', expires_at: '2030-01-01T13:00:00.000000Z' },
};
const found = { id: '1', name: 'operators', type: 'EMAIL', address: 'a@example.org', expression: 'x' };
const lists = [[], [found], [{ ...found, name: `pacer ${aJob().spec.jobId}` }]];
const bodies = [
  '',
  '<html>',
  JSON.stringify({ title: 'Forbidden' }),
  JSON.stringify(token),
  JSON.stringify(found),
  ...lists.map((elements) => JSON.stringify({ elements, links: [] })),
];

/** Keystone and Monasca that answer in any way, on a clock that only waiting for them moves. */
function servers(answers: Answer[]) {
  const clock = { now: noon };
  let next = 0;
  const httpOf = () => (timeoutSeconds: number) => {
    const once = (): Answer | null => {
      const answer = answers[next++ % answers.length] ?? { afterMs: 0, status: 200, body: '' };
      clock.now += Math.min(answer.afterMs, timeoutSeconds * 1000);
      return answer.afterMs < timeoutSeconds * 1000 ? answer : null;
    };
    const http: Http = async ({ method, url }) => {
      let answer = once();
      // As the client does: what is safe is asked twice.
      if (!answer && method === 'GET') {
        clock.now += 200;
        answer = once();
      }
      if (!answer) throw new NoAnswerError(`[${method}] ${url}: none`);
      return { ...answer, headers: { 'x-subject-token': 'token', date: new Date(noon).toUTCString() } };
    };
    return http;
  };
  return { clock, httpOf, requests: () => next };
}

const points = Array.from({ length: 300 }, (_, i) => ({ ...pointForTests, at: noon - 300_000 + i * 1000 }));
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** The way to one evaluation after the other of a job with much to tell. */
function evaluations(answers: Answer[], status: 'RUNNING' | 'COMPLETED') {
  const { clock, httpOf, requests } = servers(answers);
  const now = () => clock.now;
  const containers = [{ name: 'mesos-1', startedAt: noon / 1000 - 90, endedAt: noon / 1000, cpus: 1 }];
  const job = aJob({
    spec: { notify: { name: 'operators' } },
    progress: { status, containers, decision: aDecision(), lastPointAt: points.at(-1)?.at ?? 0 },
  });
  const store = {
    load: async () => job,
    listPoints: async (_: string, after: number, limit: number) =>
      points.filter(({ at }) => at > after).slice(0, limit),
    markMetricsSent: async () => {},
    markAlarm: async () => {},
    markCpuUse: async () => {},
    claimLateSecond: async () => true,
    closeLateSecond: async () => {},
  };
  const read = async () => JSON.stringify({ monasca: credentials });
  const monitoring = monasca({ store, read, log: quiet, now, httpOf });
  const evaluate = () => reportToMonasca({ monitoring, now }, job, { madePoint: true, isTick: true });
  return { clock, requests, evaluate };
}

/** How long one evaluation is at Monasca. */
async function spentMs(answers: Answer[], status: 'RUNNING' | 'COMPLETED'): Promise<number> {
  const { clock, evaluate } = evaluations(answers, status);
  await evaluate();
  return clock.now - noon;
}

const status = fc.constantFrom('RUNNING' as const, 'COMPLETED' as const);
const answer = fc.record({
  afterMs: fc.oneof(fc.nat(100), fc.nat(12_000), fc.constant(30_000)),
  status: fc.constantFrom(200, 201, 201, 204, 204, 401, 403, 404, 409, 413, 422, 500, 503),
  body: fc.constantFrom(...bodies),
});

test('whatever Keystone and Monasca answer and whenever, an evaluation is at them for ten seconds at most', async () => {
  const anything = fc.array(answer, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(anything, status, async (answers, status) => {
      assert.ok((await spentMs(answers, status)) <= monitoringTakesMs);
    }),
    { numRuns: 1000 },
  );
});

test('servers that are slow by 30 s, or that refuse everything slowly, cost no more', async () => {
  const silent = { afterMs: 30_000, status: 200, body: '' };
  const login = { afterMs: 900, status: 201, body: JSON.stringify(token) };
  const refusing = { afterMs: 900, status: 422, body: '' };
  for (const answers of [[silent], [login, silent], [login, ...Array(200).fill(refusing)]]) {
    const ms = await spentMs(answers, 'RUNNING');
    assert.ok(ms > 4_000 && ms <= monitoringTakesMs, `${ms} ms`);
  }
});

test('a Monasca that did not answer is left alone for a moment, so that many jobs do not wait for it in turn', async () => {
  const silent = { afterMs: 30_000, status: 200, body: '' };
  const { clock, requests, evaluate } = evaluations([silent], 'RUNNING');
  await evaluate();
  const [asked, at] = [requests(), clock.now];
  for (let i = 0; i < 10; i++) await evaluate();
  assert.deepEqual([requests(), clock.now], [asked, at]);
  clock.now += 15_000;
  await evaluate();
  assert.ok(requests() > asked);
});

test('a Monasca that is slow, and one whose metrics alone get no answer, are asked again at once', async () => {
  const login = { afterMs: 10, status: 201, body: JSON.stringify(token) };
  const slow = { afterMs: 3_000, status: 204, body: '' };
  const silent = { afterMs: 30_000, status: 200, body: '' };
  for (const answers of [
    [login, ...Array(20).fill(slow)],
    [login, silent],
  ]) {
    const { requests, evaluate } = evaluations(answers, 'RUNNING');
    await evaluate();
    const asked = requests();
    await evaluate();
    assert.ok(requests() > asked);
  }
});

test('the alarm of a finished job is asked after although its metrics get no answer', async () => {
  const login = { afterMs: 10, status: 201, body: JSON.stringify(token) };
  const silent = { afterMs: 30_000, status: 200, body: '' };
  const none = { afterMs: 10, status: 200, body: JSON.stringify({ elements: [], links: [] }) };
  const { requests, evaluate } = evaluations(
    [login, silent, none, none, none, silent, none, none, none],
    'COMPLETED',
  );
  await evaluate();
  assert.equal(requests(), 5);
  await evaluate();
  assert.ok(requests() >= 9);
});
