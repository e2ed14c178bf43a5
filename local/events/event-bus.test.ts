import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as z from 'zod';
import { defaultBus } from '../../lib/aws/put-events.ts';
import type { BusEvent } from '../../lib/ports/telling.ts';
import { permissions } from '../iam/permissions.ts';
import { localAws } from '../local-aws.ts';
import { type EventBus, startEventBus } from './event-bus.ts';

const grant = {
  action: 'events:PutEvents',
  resource: localAws.busArn,
  conditions: { 'events:source': 'pacer' },
};
const iam = permissions(new Map([['TellFunction', [grant]]]));
const event: BusEvent = {
  source: 'pacer',
  detailType: 'Job Late',
  time: 1_767_268_860_123,
  detail: { jobId: 'one' },
};

const answer = z.object({
  __type: z.string().optional(),
  FailedEntryCount: z.number().optional(),
  Entries: z.array(z.object({ ErrorCode: z.string().optional() })).default([]),
});

describe('the bus', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-bus-'));
  let bus: EventBus;
  before(async () => {
    bus = await startEventBus({ directory, permissions: iam });
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'TellFunction', AWS_SECRET_ACCESS_KEY: 'local' });
  });
  after(async () => {
    await bus.close();
    rmSync(directory, { recursive: true });
  });
  const putter = () => defaultBus({ EVENTS_ENDPOINT: bus.url, AWS_REGION: 'us-east-1' });
  const post = async (body: unknown, target = 'AWSEvents.PutEvents') => {
    const response = await fetch(bus.url, {
      method: 'POST',
      headers: { 'x-amz-target': target, authorization: 'AWS4-HMAC-SHA256 Credential=local/x' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: answer.parse(await response.json()) };
  };
  const whole = { Source: 'pacer', DetailType: 'Job Late', Detail: '{}' };

  it('takes an event and keeps it as a rule would see it', async () => {
    await putter()([event]);
    const [kept] = bus.received();
    assert.partialDeepStrictEqual(kept, {
      source: 'pacer',
      'detail-type': 'Job Late',
      time: '2026-01-01T12:01:00Z',
      detail: { jobId: 'one' },
    });
    const lines = readFileSync(join(directory, 'events.jsonl'), 'utf8').trim().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [...bus.received()],
    );
  });

  it('refuses another source, which the policy does not give', async () => {
    await assert.rejects(
      putter()([{ ...event, source: 'aws.ec2' }]),
      /400 .*not authorized to perform: events:PutEvents/,
    );
  });

  it('takes the good entries of a call and says of the others what is wrong, with 200', async () => {
    const { Detail: _, ...bare } = whole;
    const Entries = [bare, whole, { ...whole, Detail: 'late' }, { ...whole, Source: 'aws.ec2' }];
    const { status, body } = await post({ Entries });
    assert.deepEqual([status, body.FailedEntryCount], [200, 3]);
    assert.deepEqual(
      body.Entries.map(({ ErrorCode = null }) => ErrorCode),
      ['InvalidArgument', null, 'MalformedDetail', 'NotAuthorizedForSource'],
    );
  });

  it('a caller of which an entry is refused gets to know it', async () => {
    await assert.rejects(putter()([{ ...event, detailType: '' }]), {
      message:
        'PutEvents: InvalidArgument Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    });
  });

  it('takes ten entries at once and no more, and knows no other call', async () => {
    assert.equal((await post({ Entries: Array(11).fill(whole) })).body.__type, 'ValidationException');
    assert.equal((await post({ Entries: [] })).status, 400);
    assert.equal((await post({}, 'AWSEvents.PutRule')).body.__type, 'UnknownOperationException');
  });
});
