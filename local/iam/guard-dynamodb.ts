import { IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import { localAws } from '../local-aws.ts';
import type { Permissions } from './permissions.ts';
import { signerOf } from './signer-of.ts';

const operands = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).default({}),
});

/** An item as DynamoDB writes it: `{ "pk": { "S": "…" } }`. */
export type PutItem = Record<string, Record<string, unknown>>;

/** Takes each item that was put into the table. */
export type OnPut = (item: PutItem) => void;

/**
 * From now on the engine gets only the calls that their callers may make; the others are refused as DynamoDB does it. What they
 * put is shown to `onPut` once it is there.
 */
export function guardDynamoDb(engine: Server, permissions: Permissions, onPut: OnPut = () => {}): void {
  const listeners = engine.listeners('request') as RequestListener[];
  const answer: RequestListener = (request, response) => {
    for (const listener of listeners) listener(request, response);
  };
  engine.removeAllListeners('request');
  engine.on('request', (request, response) => {
    const principal = signerOf(request.headers.authorization);
    if (!permissions.knows(principal)) return answer(request, response);
    buffer(request)
      .then((body) => {
        const refusal = refusalOf(permissions, principal, { target: request.headers['x-amz-target'], body });
        if (refusal) return refuse(response, refusal);
        if (String(request.headers['x-amz-target']).endsWith('.PutItem'))
          response.once('finish', () => response.statusCode === 200 && onPut(itemIn(body)));
        answer(again(request, body), response);
      })
      // The caller is gone before it has sent all.
      .catch(() => response.destroy());
  });
}

interface Call {
  target: string | string[] | undefined;
  body: Buffer;
}

function refusalOf(permissions: Permissions, principal: string, { target, body }: Call): string | null {
  const action = `dynamodb:${String(target).split('.').at(-1)}`;
  for (const resource of resourcesOf(body)) {
    const refusal = permissions.refusal(principal, { action, resource });
    if (refusal) return refusal;
  }
  return null;
}

/** The tables and indexes that a call is about. */
function resourcesOf(body: Buffer): string[] {
  const { TableName, IndexName, RequestItems } = operands.parse(JSON.parse(body.toString()));
  const tables = [...(TableName === undefined ? [] : [TableName]), ...Object.keys(RequestItems)];
  return tables.map(
    (table) => localAws.tableArn(table) + (IndexName === undefined ? '' : `/index/${IndexName}`),
  );
}

const itemIn = (body: Buffer) => JSON.parse(body.toString()).Item;

function refuse(response: ServerResponse, message: string): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(
    JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', Message: message }),
  );
}

/** The request once more, for a listener that wants to read its body itself. */
function again({ socket, method, url, headers }: IncomingMessage, body: Buffer): IncomingMessage {
  const request = Object.assign(new IncomingMessage(socket), { method, url, headers, complete: true });
  request.push(body);
  request.push(null);
  return request;
}
