import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Call, Reply } from './api-client.ts';
import {
  badChanges,
  badIds,
  badQueries,
  badReports,
  badRequests,
  report,
  unknownId,
} from './bad-requests.ts';
import { ended, launched, running } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import { assertRefused, assertStored, type Refusal, storedJobs, untilAnswered } from './refusal.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';

describe('bad input is refused in words, and nothing of it is stored:', { timeout: 600_000 }, () => {
  let rig: Rig;
  /** The jobs that there are: none, while launches are refused. */
  const jobIds: string[] = [];
  let atFirst: string[][];

  before(async () => {
    rig = await startRig();
    atFirst = await storedJobs(rig.api, { active: 0, finished: 0 });
  });
  after(() => rig.close());

  /** Makes the call and checks that it is refused as it should be, without a token in the reply, and that nothing has changed. */
  async function refused(make: () => Promise<Reply>, refusal: Refusal): Promise<void> {
    const reply = await untilAnswered(make);
    assertRefused(reply, refusal);
    for (const jobId of jobIds) assert.ok(!reply.text.includes(rig.tokenOf(jobId)));
    await assertStored(rig.api, atFirst);
  }

  for (const { title, body, field } of badRequests) {
    it(`a launch with ${title}`, () => refused(() => rig.api.launch(body), { status: 400, field }));
  }

  for (const size of [300_000, 9_000_000]) {
    it(`a launch of ${size} bytes`, async () => {
      const body = jobRequest({ name: 'big', padding: 'x'.repeat(size) });
      await refused(() => rig.api.launch(body), { status: 413, code: 'body-too-large' });
    });
  }

  it('a launch of 12 MB, which the gateway turns away', async () => {
    const { status, json } = await rig.api.launch('x'.repeat(12_000_000));
    assert.deepEqual([status, json], [413, { message: 'Request Entity Too Large' }]);
  });

  for (const key of ['two words', 'x'.repeat(129)]) {
    it(`an Idempotency-Key of ${key.length} characters`, async () => {
      const launch = () => rig.api.launch(jobRequest({ name: 'keyed' }), { 'idempotency-key': key });
      await refused(launch, { status: 400, field: 'Idempotency-Key' });
    });
  }

  describe('calls about a job:', () => {
    /** A job in the middle of a long run, and one that has ended. */
    let liveId: string;
    let endedId: string;

    before(async () => {
      const { name: cluster } = await rig.userCluster('target');
      endedId = await launched(rig, { name: 'ended', cluster, iterations: 1 });
      // Declared to be long, so that its run is not taken to hang however slow the machine is.
      const long = { command: 'sleep 3000', iterationDuration: '1h', deadline: '200h' };
      liveId = await launched(rig, { name: 'live', cluster, iterations: 100, ...long });
      jobIds.push(endedId, liveId);
      await ended(rig, endedId);
      await running(rig, liveId);
      atFirst = await storedJobs(rig.api, { active: 1, finished: 1 });
    });

    for (const [title, body, field] of badReports) {
      it(`a report with ${title}`, () =>
        refused(() => rig.api.report(liveId, rig.tokenOf(liveId), body), { status: 400, field }));
    }

    it('a report of 300 KB', () => {
      const body = 'x'.repeat(300_000);
      return refused(() => rig.api.report(liveId, rig.tokenOf(liveId), body), { status: 413 });
    });

    const unauthorized: [string, () => Record<string, string>][] = [
      ['no token', () => ({})],
      ['an empty token', () => ({ authorization: 'Bearer ' })],
      ['a wrong token', () => ({ authorization: `Bearer ${'x'.repeat(43)}` })],
      ["another job's token", () => ({ authorization: `Bearer ${rig.tokenOf(endedId)}` })],
      ['a token of another kind', () => ({ authorization: `Basic ${rig.tokenOf(liveId)}` })],
      ['a token in quotes', () => ({ authorization: `Bearer "${rig.tokenOf(liveId)}"` })],
    ];
    for (const [title, headers] of unauthorized) {
      it(`a report with ${title}`, () => {
        const call = () =>
          rig.api.call(`/jobs/${liveId}/iterations`, { method: 'POST', headers: headers(), body: report });
        return refused(call, { status: 401, code: 'wrong-token' });
      });
    }

    it('a report for a job that there is not', () =>
      refused(() => rig.api.report(unknownId, rig.tokenOf(unknownId), report), {
        status: 404,
        code: 'unknown-job',
      }));

    it('a report for a job that has ended', () =>
      refused(() => rig.api.report(endedId, rig.tokenOf(endedId), report), {
        status: 409,
        code: 'job-finished',
      }));

    const callsOfOperators: Call[] = [
      {},
      { method: 'DELETE' },
      { method: 'PATCH', body: { deadline: '1h' } },
    ];
    const authorization = `Bearer ${'x'.repeat(43)}`;
    const callsOfAJob: [string, Call][] = [
      ...callsOfOperators.map((call): [string, Call] => ['', call]),
      ['/iterations', { method: 'POST', body: report, headers: { authorization } }],
    ];
    for (const id of badIds) {
      it(`the job ${id}`, async () => {
        const noName = { status: 400, field: 'jobId' };
        const noJob = { status: 404, code: 'unknown-job' };
        for (const call of callsOfOperators)
          await refused(() => rig.api.call(`/jobs/${id}`, call), id === '%00' ? noName : noJob);
        const reported = { method: 'POST', body: report, headers: { authorization } };
        await refused(() => rig.api.call(`/jobs/${id}/iterations`, reported), noName);
      });
    }

    it('a look at, a cancel and a change of a job that there is not', async () => {
      for (const [path, call] of callsOfAJob) {
        await refused(() => rig.api.call(`/jobs/${unknownId}${path}`, call), {
          status: 404,
          code: 'unknown-job',
        });
      }
    });

    for (const [title, body, field] of badChanges) {
      it(`a change to ${title}`, () => refused(() => rig.api.change(liveId, body), { status: 400, field }));
    }

    it('a change of a job that has ended', () =>
      refused(() => rig.api.change(endedId, { deadline: '1h' }), { status: 409, code: 'job-finished' }));

    for (const [query, field] of badQueries) {
      it(`the query ${query}`, () => refused(() => rig.api.call(`/jobs?${query}`), { status: 400, field }));
    }

    it('routes and methods that there are not, which the gateway turns away', async () => {
      const calls: [string, Call][] = [
        ['/nowhere', {}],
        ['/jobs/', {}],
        ['/jobs', { method: 'PUT', body: {} }],
        ['/jobs', { method: 'DELETE' }],
        [`/jobs/${liveId}`, { method: 'POST', body: {} }],
        [`/jobs/${liveId}/iterations`, {}],
        [`/jobs/${liveId}/iterations/1`, { method: 'POST', body: report }],
      ];
      for (const [path, call] of calls) {
        const { status, json } = await rig.api.call(path, call);
        assert.deepEqual([status, json], [404, { message: 'Not Found' }], path);
      }
      await assertStored(rig.api, atFirst);
    });

    it('the same report fifty times at once is counted once', async () => {
      const replies = await Promise.all(
        Array.from({ length: 50 }, () =>
          untilAnswered(() => rig.api.report(liveId, rig.tokenOf(liveId), report)),
        ),
      );
      const outcomes = replies.map(({ status, json }) => `${status} ${json?.status}`).sort();
      assert.deepEqual(outcomes, [...Array(49).fill('200 duplicate'), '202 recorded']);
      await counted(1);
    });

    it('reports in reverse order are counted once each, unless they are refused as too old', async () => {
      const base = Date.now() / 1000 - 20;
      let taken = 0;
      for (let each = 19; each >= 0; each--) {
        const times = { startedAt: base + each - 1, finishedAt: base + each };
        const sent = { run: `run-${each}`, exitCode: 0, ...times };
        const reply = await untilAnswered(() => rig.api.report(liveId, rig.tokenOf(liveId), sent));
        if (reply.status === 409) assert.equal(Object(reply.json?.error).code, 'report-too-old');
        // 200: it was recorded, and the answer that said so came too late.
        else assert.ok([200, 202].includes(reply.status), reply.text);
        taken += reply.status === 409 ? 0 : 1;
      }
      await counted(1 + taken);
    });

    async function counted(expected: number): Promise<void> {
      const look = async () => ((await rig.api.show(liveId)).completed >= expected ? true : undefined);
      await until(look, { missing: () => `Not all of ${expected} reports were counted.` });
      assert.equal((await rig.api.show(liveId)).completed, expected);
    }

    it('no log line and no list ever holds a token', async () => {
      const shown = [
        ...rig.lines,
        (await rig.api.call('/jobs')).text,
        (await rig.api.call(`/jobs/${liveId}`)).text,
      ];
      for (const jobId of jobIds) {
        assert.ok(!shown.some((text) => text.includes(rig.tokenOf(jobId))));
      }
    });
  });
});
