import { randomUUID } from 'node:crypto';
import type { Listening } from '../../simulators/http/listen.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../../simulators/http/message.ts';
import { type HttpRoute, routeAt } from '../../simulators/http/route.ts';
import { startServer } from '../../simulators/http/server.ts';
import type { Permissions } from '../iam/permissions.ts';
import { signerOf } from '../iam/signer-of.ts';
import { localAws } from '../local-aws.ts';
import type { LocalFunction } from './function.ts';

const invoke: HttpRoute = { method: 'POST', path: '/2015-03-31/functions/{name}/invocations' };

/** The Invoke call of Lambda, for asynchronous invocations: 202 at once, the function runs afterwards. Without permissions everybody may. */
export function startLambdaEndpoint(
  functions: ReadonlyMap<string, LocalFunction>,
  onFailure: (functionName: string, error: Error) => void,
  permissions?: Permissions,
): Promise<Listening> {
  const answer = (request: ReceivedRequest): HttpReply => {
    const { name = '' } = routeAt([invoke], request.method, request.path)?.params ?? {};
    const invoked = functions.get(name.replace(/^arn:.*:function:/, ''));
    const action = { action: 'lambda:InvokeFunction', resource: localAws.functionArn(invoked?.name ?? name) };
    const denied = permissions?.refusal(signerOf(request.headers.authorization), action);
    if (denied) return refusal(403, 'AccessDeniedException', { Message: denied });
    if (!invoked) {
      return refusal(404, 'ResourceNotFoundException', {
        Type: 'User',
        Message: `Function not found: ${name}`,
      });
    }
    if (request.headers['x-amz-invocation-type'] !== 'Event') {
      const Message = 'Only the InvocationType Event is served here.';
      return refusal(400, 'InvalidParameterValueException', { Type: 'User', Message });
    }
    const event: unknown = JSON.parse(request.body.toString() || '{}');
    invoked.invoke(event).catch((error: Error) => onFailure(name, error));
    return { status: 202, contentType: 'application/json', headers: requestId() };
  };
  return startServer({ answer });
}

const requestId = () => ({ 'x-amzn-requestid': randomUUID() });

function refusal(status: number, type: string, body: { Type?: 'User'; Message: string }): HttpReply {
  return jsonReply(body, status, { ...requestId(), 'x-amzn-errortype': type });
}
