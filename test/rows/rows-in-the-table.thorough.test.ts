import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { Job } from '../../lib/job/job.ts';
import { isFinished } from '../../lib/job/progress.ts';
import type { Report } from '../../lib/job/report.ts';
import { runKey } from '../../lib/job/token.ts';
import { decodeJob } from '../../lib/store/codec.ts';
import { keyOf } from '../../lib/store/keys.ts';
import { currentSchema } from '../../lib/store/migrations/migrations.ts';
import { reports } from '../../lib/store/reports.ts';
import { storeChange } from '../../lib/store/requested-changes.ts';
import { sweptJobsOf } from '../../lib/store/swept-jobs.ts';
import { embeddedEngine } from '../contract/store/embedded-engine.ts';
import { type Rig, startRig } from '../contract/store/rig.ts';
import { evaluationOf, recordedRows, type StoredRows } from './stored-rows.ts';

let rig: Rig;
before(async () => {
  rig = await startRig(embeddedEngine);
});
after(() => rig.close());

/** Puts the rows into the table as they were written, under an id that no other test has. */
async function put({ spec, state }: StoredRows): Promise<Job> {
  const jobId = ulid();
  const { client, tableName: TableName } = rig.table;
  const rows = {
    spec: { ...spec, ...keyOf.spec(jobId), jobId },
    state: { ...state, ...keyOf.state(jobId), jobId },
  };
  for (const Item of Object.values(rows)) await client.send(new PutCommand({ TableName, Item }));
  return decodeJob(rows.spec, rows.state);
}

/** Of a run that began a second after the rows were written. */
function reportOf({ spec, progress }: Job): Report {
  const beganAt = Math.max(progress.evaluatedAt, spec.launchedAt) + 1_000;
  return {
    run: { chronos: `ct:${beganAt}:0:${spec.name}:`, marathon: 'another-task.1' }[spec.framework],
    exitCode: 0,
    startedAt: beganAt / 1000,
    finishedAt: beganAt / 1000 + 30,
    receivedAt: beganAt + 30_000,
  };
}

const record = ({ spec, tokenHash }: Job, report: Report) =>
  reports(rig.table).recordReport(spec.jobId, tokenHash, runKey(report.run), report);

async function loaded({ spec }: Job): Promise<Job> {
  const job = await rig.store.load(spec.jobId);
  assert.ok(job);
  return job;
}

for (let schema = 1; schema <= currentSchema; schema++) {
  describe(`rows of schema ${schema} in the table`, () => {
    for (const rows of recordedRows(schema)) {
      const situation = `${rows.spec.framework}, ${rows.situation}`;

      test(`${situation}: a report is taken before any evaluation has read them, and counted by the next`, async () => {
        const job = await put(rows);
        const report = reportOf(job);
        const isLive = !isFinished(job.progress.status);
        if (isLive) assert.equal((await record(job, report)).status, 'recorded');
        else await assert.rejects(record(job, report), { code: 'job-finished' });
        const waiting = await loaded(job);
        const inbox = isLive ? { ...job.inbox, [runKey(report.run)]: report } : job.inbox;
        assert.deepEqual(waiting, { ...job, inbox });

        const evaluation = evaluationOf(waiting);
        const { completed } = evaluationOf(job).progress;
        const counted = isLive ? Math.min(completed + 1, job.spec.iterations) : completed;
        assert.equal(evaluation.progress.completed, counted);
        const saved = await rig.store.save(waiting, evaluation);
        assert.deepEqual(await loaded(job), saved);
        assert.equal((await rig.readItem(keyOf.state(job.spec.jobId)))?.schema, currentSchema);
        if (isLive) assert.equal((await record(job, report)).status, 'duplicate');
      });

      test(`${situation}: a sweep sees how the job stands, and a requested change and what Monasca has are stored`, async () => {
        const job = await put(rows);
        const { spec, progress, deadlineAt, clean, resendRequestedAt } = job;
        const { lastPointAt, evaluatedAt } = progress;
        const hasEnded = isFinished(progress.status);
        const swept = { jobId: spec.jobId, deadlineAt, clean, resendRequestedAt };
        assert.deepEqual(await sweptJobsOf(rig.table, [spec.jobId]), [
          { ...swept, hasEnded, lastPointAt, evaluatedAt },
        ]);
        const change = { deadlineAt: deadlineAt + 1 };
        assert.equal(await storeChange(rig.table, spec.jobId, change, job), !hasEnded);
        await rig.store.markMetricsSent(spec.jobId, { from: 0, upTo: lastPointAt });
        const { metricsSentUpTo, pendingPoint } = await loaded(job);
        const isNews = lastPointAt > job.metricsSentUpTo;
        assert.equal(metricsSentUpTo, Math.max(lastPointAt, job.metricsSentUpTo));
        assert.deepEqual(pendingPoint, isNews ? null : job.pendingPoint);
      });
    }
  });
}
