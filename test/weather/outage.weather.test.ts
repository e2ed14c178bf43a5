import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { monitoringTakesMs } from '../../lib/evaluate/report-to-monasca.ts';
import { http } from '../../lib/http/http.ts';
import type { Job } from '../../lib/job/job.ts';
import { monasca } from '../../lib/monitoring/monasca-monitoring.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import type { FaultRule } from '../../simulators/http/faults.ts';
import { type Rig as StoreRig, startRig as startStoreRig, storedJob } from '../contract/store/rig.ts';
import { pointForTests } from '../rigs/job.ts';
import { type MonascaRig, startRig as startMonascaRig } from '../rigs/monasca.ts';

const start = Date.parse('2026-01-01T12:00:00Z');
const minuteMs = 60_000;
/** How long a second of waiting for Monasca is. */
const hurriedMs = 10;
const patientMs = 1_000;
const pointsEveryMs = 12_000;

const forbidden = JSON.stringify({ title: 'Forbidden', description: 'no access' });
const badWeather: FaultRule[] = [
  () => 'reset',
  () => ({ status: 500, body: 'Kafka' }),
  () => ({ status: 503, body: '<html><title>503 Service Unavailable</title></html>' }),
  () => 'hang',
  () => ({ status: 401, body: forbidden }),
  () => ({ status: 401, body: '{}' }),
  () => ({ delayMs: 30 * hurriedMs }),
];

describe('over an hour in which Monasca is down', { timeout: 240_000 }, () => {
  let directory: string;
  let table: StoreRig;
  let rig: MonascaRig;
  let clock = start;
  let secondMs = patientMs;
  const warnings: string[] = [];
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'outage-'));
    const engine = { name: 'the embedded engine', missing: false as const, returnsRefusedItem: false };
    table = await startStoreRig({ ...engine, start: () => startDynamoDb(directory) });
    rig = await startMonascaRig();
  });
  after(async () => {
    await rig.close();
    await table.close();
    await rm(directory, { recursive: true });
  });
  afterEach(() => {
    rig.monasca.setFaults(undefined);
    rig.keystone.setFaults(undefined);
    warnings.length = 0;
    clock = start;
    secondMs = patientMs;
  });

  /** What an evaluation sends, on a clock of our own. */
  function sending() {
    const login = { username: 'user', password: 'secret', project_name: 'mesos' };
    const urls = { keystone_url: rig.keystone.url, monocasca_client_url: rig.monasca.url };
    const note = (message: string) => void warnings.push(message);
    const monitoring = monasca({
      store: table.store,
      now: () => clock,
      read: async () => JSON.stringify({ monasca: { ...urls, ...login } }),
      log: { info: note, warn: note, error: note },
      httpOf: () => (seconds) => http({ timeoutMs: seconds * secondMs }),
    });
    return (job: Job) => monitoring(clock + monitoringTakesMs).sendMetrics(job);
  }

  /** Points of another minute. */
  async function minute(jobId: string): Promise<Job> {
    const job = await table.store.load(jobId);
    assert.ok(job);
    let saved = job;
    for (let at = clock; at < clock + minuteMs; at += pointsEveryMs) {
      const point = { ...pointForTests, at, remaining: (at - start) / pointsEveryMs };
      await table.store.putPoint(jobId, point);
      saved = { ...job, progress: { ...job.progress, lastPointAt: at } };
    }
    clock += minuteMs;
    return table.store.save(job, { progress: saved.progress, point: null, foldedRuns: [] });
  }

  const received = (jobId: string) =>
    rig.monasca
      .received()
      .filter(({ name, dimensions }) => name === 'pacer.remaining_iterations' && dimensions.job_id === jobId)
      .map(({ value }) => value);
  const counted = Array.from({ length: 300 }, (_, i) => i);

  it('in turns in every way, and Keystone with it, hundreds of points wait and arrive in order', async () => {
    const { spec } = await storedJob(table, {}, { metricsSentUpTo: 0 });
    secondMs = hurriedMs;
    let send = sending();
    for (let tick = 0; tick < 60; tick++) {
      rig.monasca.setFaults(badWeather[tick % badWeather.length]);
      rig.keystone.setFaults(tick % 3 === 0 ? badWeather[tick % 5] : undefined);
      assert.equal(await send(await minute(spec.jobId)), false);
    }
    rig.monasca.setFaults(undefined);
    rig.keystone.setFaults(undefined);
    secondMs = patientMs;
    send = sending();
    assert.equal(warnings.length, 60, 'each failure is told once');
    const ticks = [];
    for (let tick = 0; tick < 2; tick++) {
      const job = await table.store.load(spec.jobId);
      assert.ok(job);
      ticks.push(await send(job));
    }
    assert.deepEqual(ticks, [false, true], '200 points at a time');
    // What Monasca took after we had given up waiting for its answer is the same measurement.
    assert.deepEqual([...new Set(received(spec.jobId))], counted);
  });

  it('from beginning to end, nothing comes twice', async () => {
    const { spec } = await storedJob(table, {}, { metricsSentUpTo: 0 });
    const send = sending();
    rig.monasca.setFaults(() => 'reset');
    for (let tick = 0; tick < 60; tick++) await send(await minute(spec.jobId));
    rig.monasca.setFaults(undefined);
    for (let tick = 0; tick < 2; tick++) {
      const job = await table.store.load(spec.jobId);
      assert.ok(job);
      // Another process, which knows nothing of the first but what is in the table.
      await sending()(job);
    }
    assert.deepEqual(received(spec.jobId), counted);
  });
});
