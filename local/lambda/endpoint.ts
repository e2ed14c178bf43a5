import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import type { Permissions } from '../iam/permissions.ts';
import { signerOf } from '../iam/signer-of.ts';
import { localAws } from '../local-aws.ts';
import type { LocalFunction } from './function.ts';

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** The Invoke call of Lambda, for asynchronous invocations: 202 at once, the function runs afterwards. Without permissions everybody may. */
export function startLambdaEndpoint(
  functions: ReadonlyMap<string, LocalFunction>,
  onFailure: (functionName: string, error: Error) => void,
  permissions?: Permissions,
): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(path.exec(request.url ?? '')?.[1] ?? '');
    const invoked = functions.get(name.replace(/^arn:.*:function:/, ''));
    const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
    const action = { action: 'lambda:InvokeFunction', resource: localAws.functionArn(invoked?.name ?? name) };
    const refusal = permissions?.refusal(signerOf(request.headers.authorization), action);
    if (refusal) {
      response.writeHead(403, { ...headers, 'x-amzn-errortype': 'AccessDeniedException' });
      response.end(JSON.stringify({ Message: refusal }));
      return;
    }
    if (!invoked || request.method !== 'POST') {
      response.writeHead(404, { ...headers, 'x-amzn-errortype': 'ResourceNotFoundException' });
      response.end(JSON.stringify({ Type: 'User', Message: `Function not found: ${name}` }));
      return;
    }
    if (request.headers['x-amz-invocation-type'] !== 'Event') {
      response.writeHead(400, { ...headers, 'x-amzn-errortype': 'InvalidParameterValueException' });
      response.end(
        JSON.stringify({ Type: 'User', Message: 'Only the InvocationType Event is served here.' }),
      );
      return;
    }
    const event: unknown = JSON.parse((await text(request)) || '{}');
    response.writeHead(202, headers).end();
    invoked.invoke(event).catch((error: Error) => onFailure(name, error));
  });
  return listen(server);
}
