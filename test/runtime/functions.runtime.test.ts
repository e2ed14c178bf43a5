import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as z from 'zod';
import { replySchema } from '../../lib/api/routes.ts';
import { until } from '../e2e/until.ts';
import { functionOf, readEvent } from './events.ts';
import { type Outcome, outcomes } from './outcomes.ts';
import { type Rig, startRig } from './rig.ts';
import { skip } from './runtime-client.ts';

const reply = z.strictObject({
  statusCode: z.int(),
  headers: z.strictObject({ 'content-type': z.literal('application/json') }),
  body: z.string(),
});
const httpEvent = z.object({ routeKey: z.string() });
const launched = z.object({ jobId: z.string(), status: z.string() });

describe('in the runtime of Lambda', { skip, timeout: 240_000 }, () => {
  let rig: Rig;
  /** The one that the first event launches, and to which the other events are addressed. */
  let job: { jobId: string; token: string } | undefined;

  const launchedIds: string[] = [];

  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  async function invoke({ event: name, status, body, logs }: Outcome): Promise<unknown> {
    const event = readEvent(name, job);
    const linesBefore = rig.lines.length;
    const result = await rig.invoke(functionOf(name), event);
    const written = () => rig.lines.slice(linesBefore).find((line) => line.includes(logs ?? ''));
    if (logs) await until(written, { timeoutMs: 60_000, missing: () => `${name} does not log ${logs}` });
    if (status === null) return assert.equal(result, null);
    const { statusCode, body: text } = reply.parse(result);
    assert.equal(statusCode, status, text);
    const shown: unknown = replySchema(httpEvent.parse(event).routeKey, statusCode).parse(JSON.parse(text));
    if (body) assert.partialDeepStrictEqual(shown, body);
    return shown;
  }

  async function statusOf(jobId: string): Promise<string> {
    const event = readEvent('jobs-show', { jobId, token: '' });
    const { body } = reply.parse(await rig.invoke('JobsFunction', event));
    return launched.parse(JSON.parse(body)).status;
  }

  function logOf(jobId: string): string {
    return rig.lines
      .filter((line) => line.includes(jobId))
      .slice(-12)
      .join('\n');
  }

  for (const outcome of outcomes) {
    it(`${outcome.event} leads to ${outcome.status ?? 'no reply'}`, async () => {
      const shown = await invoke(outcome);
      if (outcome.status !== 201) return;
      const { jobId } = launched.parse(shown);
      job ??= { jobId, token: rig.tokenOf(jobId) };
      launchedIds.push(jobId);
    });
  }

  it('the job that was cancelled and those that were not come to their end', async () => {
    const ends = ['CANCELLED', 'COMPLETED', 'COMPLETED'];
    assert.equal(launchedIds.length, ends.length);
    for (const [at, jobId] of launchedIds.entries()) {
      const look = async () => ((await statusOf(jobId)) === ends[at] ? true : undefined);
      await until(look, {
        timeoutMs: 120_000,
        missing: () => `${jobId} is not ${ends[at]}:\n${logOf(jobId)}`,
      });
    }
  });

  it('nothing else goes wrong meanwhile', () => {
    const wrong = rig.lines.filter((line) => /"level":"(ERROR|CRITICAL)"| failed: /.test(line));
    assert.deepEqual(
      wrong.map((line) => line.includes('unexpected event')),
      [true],
      wrong.join('\n'),
    );
  });
});
