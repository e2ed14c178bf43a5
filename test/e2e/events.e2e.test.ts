import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RuledEvent } from '../../local/events/event-bus.ts';
import type { ReceivedRequest } from '../../simulators/http/message.ts';
import { startServer } from '../../simulators/http/server.ts';
import { ended, launched } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';

describe('what becomes of jobs', { timeout: 180_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
    await rig.userCluster('told');
  });
  after(() => rig.close());

  const eventsOf = (jobId: string) => rig.stack.bus.received().filter(({ detail }) => detail.jobId === jobId);
  const transitionsOf = (jobId: string) => [
    ...new Map(eventsOf(jobId).map(({ detail }) => [detail.id, detail.transition])).values(),
  ];
  const told = (jobId: string, transition: string): Promise<RuledEvent> =>
    until(async () => eventsOf(jobId).find(({ detail }) => detail.transition === transition), {
      missing: () => `${jobId}: of ${transition} nobody was told, but of ${transitionsOf(jobId).join(', ')}`,
    });

  it('goes over the bus from the launch to the end, and stays in a file', async () => {
    const jobId = await launched(rig, {
      name: 'quick',
      cluster: 'told',
      iterations: 2,
      command: 'sleep 0.3',
    });
    await ended(rig, jobId);
    const { detail } = await told(jobId, 'completed');
    assert.partialDeepStrictEqual(detail, { name: 'quick', cluster: 'told', completed: 2, onTime: true });
    assert.equal(transitionsOf(jobId)[0], 'launched');
    const lines = readFileSync(join(rig.directory, 'events.jsonl'), 'utf8').trim().split('\n');
    assert.equal(lines.filter((line) => line.includes(`"${String(detail.id)}"`)).length, 1);
  });

  it('is told although the function that tells dies', async () => {
    const jobId = await launched(rig, { name: 'unlucky', cluster: 'told', command: 'sleep 300' });
    await told(jobId, 'launched');
    const tell = rig.stack.functions.get('TellFunction');
    assert.equal((await rig.api.cancel(jobId)).status, 202);
    const isCancelled = async () => ((await rig.api.show(jobId)).status === 'CANCELLED' ? true : undefined);
    await until(
      async () => {
        await tell?.crash();
        return isCancelled();
      },
      { missing: () => `${jobId} is not cancelled` },
    );
    await tell?.crash();
    const { detail } = await told(jobId, 'cancelled');
    assert.match(String(detail.sentence), /^Cancelled/);
  });

  it('goes to the webhook of the job, signed with its key, and is shown without its address', async () => {
    const calls: ReceivedRequest[] = [];
    const receiver = await startServer({ answer: (call) => ({ status: calls.push(call) > 1 ? 204 : 500 }) });
    const webhook = { url: `${receiver.url}/secret-path`, key: 'only-the-receiver-knows' };
    const jobId = await launched(rig, { name: 'hooked', cluster: 'told', iterations: 1, webhook });
    await ended(rig, jobId);
    const transitionIn = ({ body }: ReceivedRequest) => JSON.parse(body.toString()).detail.transition;
    const call = await until(() => calls.find((each) => transitionIn(each) === 'completed'), {
      missing: () => `The webhook was told of ${calls.map(transitionIn).join(', ')}`,
    });
    const { 'pacer-timestamp': stamp, 'pacer-signature': signature } = call.headers;
    const wanted = createHmac('sha256', webhook.key).update(`${stamp}.${call.body}`).digest('hex');
    assert.equal(signature, `v1=${wanted}`);
    const shown = await rig.api.show(jobId);
    assert.equal(shown.webhook, new URL(receiver.url).host);
    const texts = [JSON.stringify(shown), JSON.stringify(eventsOf(jobId)), ...rig.lines];
    assert.ok(texts.every((text) => !/secret-path|only-the-receiver/.test(text)));
    await receiver.close();
  });

  it('includes that the deadline passes', async () => {
    const jobId = await launched(rig, {
      name: 'slow',
      cluster: 'told',
      command: 'sleep 300',
      deadline: '4s',
    });
    await told(jobId, 'late');
    await rig.api.change(jobId, { deadline: '2d' });
    await told(jobId, 'recovered');
    await rig.api.cancel(jobId);
    await told(jobId, 'cancelled');
  });
});
