import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it, test } from 'node:test';
import type { HttpReply, ReceivedRequest } from '../../simulators/http/message.ts';
import { type RunningServer, startServer } from '../../simulators/http/server.ts';
import { startTellingRig, type TellingRig } from '../../test/rigs/telling.ts';
import { tellEvent } from './tell-event.ts';
import { afterFailedTry, mostTries } from './webhook.ts';

const key = 'key-of-the-receiver';

test('the pauses between tries double, and the last try is about nine hours after the first', () => {
  let left: ReturnType<typeof afterFailedTry> = { isOnBus: true, tries: 0, nextTryAt: 0 };
  const pauses: number[] = [];
  for (let now = 0; left; now = left?.nextTryAt ?? now) {
    left = afterFailedTry(left, now);
    if (left) pauses.push((left.nextTryAt - now) / 60_000);
  }
  assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256]);
  assert.equal(pauses.length, mostTries - 1);
});

describe('the webhook of a job', () => {
  let rig: TellingRig;
  let receiver: RunningServer;
  let reply: HttpReply = { status: 204 };
  let received: ReceivedRequest[] = [];
  let clock = 0;
  before(async () => {
    rig = await startTellingRig();
    receiver = await startServer({
      answer: (request) => {
        received.push(request);
        return reply;
      },
    });
  });
  after(async () => {
    await receiver.close();
    await rig.close();
  });

  /** A job that has become late, whose receiver answers so. */
  const lateJob = async (answer: HttpReply) => {
    [reply, received, clock] = [answer, [], Date.parse('2030-01-01T00:00:00Z')];
    const job = await rig.job({ url: `${receiver.url}/secret-path?token=secret`, key });
    await rig.putPoint(job, { transitions: ['late'] });
    return job;
  };
  const minutesLater = async (minutes: number) => {
    clock += minutes * 60_000;
    await tellEvent(rig.deps({ now: () => clock }), {});
  };

  it('gets the event that the bus got, with a signature that its receiver can check', async () => {
    const job = await lateJob({ status: 204 });
    await minutesLater(0);
    await minutesLater(1);
    assert.equal(received.length, 1);
    const [{ headers, body } = {} as ReceivedRequest] = received;
    const wanted = createHmac('sha256', key).update(`${headers['pacer-timestamp']}.${body}`).digest('hex');
    assert.equal(headers['pacer-signature'], `v1=${wanted}`);
    assert.equal(Number(headers['pacer-timestamp']) * 1000, Date.parse('2030-01-01T00:00:00Z'));
    const [event] = rig.told(job);
    assert.partialDeepStrictEqual(JSON.parse(body.toString()), {
      source: 'pacer',
      'detail-type': 'Job Late',
      detail: event?.detail,
    });
    assert.equal(headers['pacer-event-id'], event?.detail.id);
  });

  it('is called again when it fails, with pauses, while the bus is told once', async () => {
    const job = await lateJob({ status: 500 });
    await minutesLater(0);
    assert.equal(received.length, 1);
    await minutesLater(0.5);
    assert.equal(received.length, 1);
    await minutesLater(0.5);
    assert.equal(received.length, 2);
    reply = { status: 200 };
    await minutesLater(2);
    await minutesLater(60);
    assert.equal(received.length, 3);
    assert.equal(new Set(received.map(({ body }) => body.toString())).size, 1);
    assert.equal(rig.told(job).length, 1);
  });

  it('is given up after the last try, which the log tells without its secrets', async () => {
    const job = await lateJob({ status: 500 });
    for (let minutes = 0; minutes <= 600; minutes += 10) await minutesLater(10);
    assert.equal(received.length, mostTries);
    const lines = rig.said.filter((line) => line.includes(job.spec.jobId));
    assert.match(lines.at(-1) ?? '', /^webhook given up .*"tries":10,"problem":"it answered 500"/);
    assert.ok(lines.every((line) => !/secret|key-of/.test(line)));
    const { transitions, tries, problem } = (await rig.load(job))?.webhookFailure ?? {};
    assert.deepEqual([transitions, tries, problem], [['late'], mostTries, 'it answered 500']);
    assert.ok(!(await rig.store.untold(clock)).some(({ jobId }) => jobId === job.spec.jobId));
  });

  it('is the one to which the job was changed, and is called no more where that is none', async () => {
    const job = await lateJob({ status: 204 });
    await rig.change(job, { webhook: { url: `${receiver.url}/other`, key } });
    await minutesLater(0);
    assert.deepEqual(
      received.map(({ path }) => path),
      ['/other'],
    );
    const [other, silent] = [await rig.job({ url: receiver.url, key }), received.length];
    await rig.change(other, { webhook: null });
    await rig.putPoint(other, { transitions: ['late'] });
    await minutesLater(0);
    assert.equal(received.length, silent);
    assert.equal(rig.told(other).length, 1);
  });

  it('is given up at once when it says that it is gone', async () => {
    await lateJob({ status: 410 });
    await minutesLater(0);
    await minutesLater(60);
    assert.equal(received.length, 1);
  });

  it('that is silent keeps no event from the bus', async () => {
    const jobs = [await lateJob({ status: 204 }), await rig.job()];
    const [, other] = jobs;
    if (other) await rig.putPoint(other, { transitions: ['failed'] });
    receiver.setFaults(() => 'hang');
    await minutesLater(0);
    receiver.setFaults(undefined);
    assert.deepEqual(
      jobs.map((job) => rig.told(job).length),
      [1, 1],
    );
    await minutesLater(1);
    assert.equal(received.length, 1);
  });
});
