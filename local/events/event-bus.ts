import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Listening } from '../../simulators/http/listen.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../../simulators/http/message.ts';
import { startServer } from '../../simulators/http/server.ts';
import type { Permissions } from '../iam/permissions.ts';
import { signerOf } from '../iam/signer-of.ts';
import { localAws } from '../local-aws.ts';

/** An event as rules and their targets see it. */
export interface RuledEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

export interface EventBus extends Listening {
  /** What went over it since it was started. */
  received(): readonly RuledEvent[];
}

export interface EventBusOptions {
  /** Where `events.jsonl` keeps what went over the bus, an event a line. */
  directory: string;
  /** Without any, everybody may put events. */
  permissions?: Permissions;
  now?: () => number;
}

const mostEntries = 10;
const mostBytes = 1_048_576;

const entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Time: z.number().optional(),
  Resources: z.array(z.string()).default([]),
  EventBusName: z.string().optional(),
});
type Entry = z.infer<typeof entry>;
const call = z.object({ Entries: z.array(entry).min(1).max(mostEntries) });

/** The default bus of EventBridge with its one call PutEvents, and its answers. No rule is kept here: what went over it is in a file. */
export async function startEventBus({
  directory,
  permissions,
  now = Date.now,
}: EventBusOptions): Promise<EventBus> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const received: RuledEvent[] = [];
  const take = (event: RuledEvent) => {
    received.push(event);
    appendFileSync(join(directory, 'events.jsonl'), `${JSON.stringify(event)}\n`, { mode: 0o600 });
  };
  const answer = (request: ReceivedRequest): HttpReply => {
    if (request.headers['x-amz-target'] !== 'AWSEvents.PutEvents')
      return refusal('UnknownOperationException');
    const { success, data } = call.safeParse(jsonIn(request));
    if (!success) return refusal('ValidationException', `From 1 to ${mostEntries} entries are put at once.`);
    const denied = deniedBy(permissions, request, data.Entries);
    if (denied) return refusal('AccessDeniedException', denied);
    if (request.body.length > mostBytes)
      return refusal('ValidationException', 'Total size of the entries in the request is over the limit.');
    const Entries = data.Entries.map((each) => {
      const problem = problemOf(each);
      if (problem) return problem;
      const event = ruledEvent(each, now());
      take(event);
      return { EventId: event.id };
    });
    const FailedEntryCount = Entries.filter((each) => 'ErrorCode' in each).length;
    return jsonReply({ FailedEntryCount, Entries }, 200, { 'x-amzn-requestid': randomUUID() });
  };
  return { ...(await startServer({ answer })), received: () => received };
}

function jsonIn({ body }: ReceivedRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function deniedBy(permissions: Permissions | undefined, request: ReceivedRequest, entries: Entry[]) {
  const principal = signerOf(request.headers.authorization);
  const refusals = entries.map(({ Source = '' }) =>
    permissions?.refusal(principal, {
      action: 'events:PutEvents',
      resource: localAws.busArn,
      context: { 'events:source': Source },
    }),
  );
  return refusals.find((each) => each) ?? null;
}

/** Why the bus does not take an entry of a call, with which the others have nothing to do. */
function problemOf({ Source, DetailType, Detail }: Entry) {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value) {
      const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
      return { ErrorCode: 'InvalidArgument', ErrorMessage };
    }
  }
  if (Source?.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Not authorized for the source.' };
  return isObject(Detail ?? '')
    ? null
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** An event has whole seconds, as on AWS. */
function ruledEvent(
  { Source = '', DetailType = '', Detail = '{}', Time, Resources }: Entry,
  now: number,
): RuledEvent {
  const seconds = Math.floor(Time ?? now / 1000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: localAws.account,
    time: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
    region: localAws.region,
    resources: Resources,
    detail: JSON.parse(Detail),
  };
}

function refusal(type: string, message = ''): HttpReply {
  return jsonReply({ __type: type, message }, 400, { 'x-amzn-requestid': randomUUID() });
}
