import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Rig } from './rig.ts';

/** Of Kafka's client in the server, less what its clock may differ. */
const flushMs = 1_900;

/** What both servers do when Kafka is away. */
export function withoutKafkaContract(rig: () => Rig): void {
  describe('without Kafka', () => {
    const metrics = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ name: 'kd', value: i, timestamp: 1_764_460_800_000 + i }));

    async function took<Answer>(answer: Promise<Answer>): Promise<{ ms: number; answer: Answer }> {
      const from = performance.now();
      const come = await answer;
      return { ms: performance.now() - from, answer: come };
    }

    /** A page in HTML or text is not read as JSON. */
    async function postMany(count: number) {
      const token = await rig().tokenOf('user');
      return fetch(`${rig().server.url}/v2.0/metrics`, {
        method: 'POST',
        headers: { 'x-auth-token': token, 'content-type': 'application/json' },
        body: JSON.stringify(metrics(count)),
      });
    }

    test('it is not healthy, and says why', async () => {
      const reply = await fetch(`${rig().server.url}/healthcheck`);
      assert.equal(reply.status, 503);
      assert.match(await reply.text(), /"kafka": ?"Could not connect to Kafka/);
    });

    test('metrics are answered 204 after two seconds', async () => {
      const { ms, answer } = await took(rig().ask('POST', '/metrics', metrics(3)));
      assert.equal(answer.status, 204);
      assert.ok(ms >= flushMs, `${ms}`);
    });

    test('an alarm definition is made all the same', async () => {
      const body = { name: 'without Kafka', expression: 'kd > 1' };
      const { ms, answer } = await took(rig().ask('POST', '/alarm-definitions', body));
      assert.equal(answer.status, 201);
      assert.ok(ms >= flushMs, `${ms}`);
      assert.equal((await rig().ask('GET', `/alarm-definitions/${answer.body.id}`)).status, 200);
    });

    test('beyond a thousand messages it is a 500 that closes the connection', async () => {
      assert.equal((await postMany(500)).status, 204);
      for (const count of [500, 1]) {
        const full = await postMany(count);
        assert.equal(full.status, 500);
        assert.doesNotMatch(full.headers.get('content-type') ?? '', /json/);
      }
      assert.equal(
        (await rig().ask('POST', '/alarm-definitions', { name: 'x', expression: 'kd > 1' })).status,
        201,
      );
    });
  });
}
