import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { FunctionError } from '../../local/lambda/function.ts';
import { listen } from '../../simulators/http/listen.ts';
import { type Invocation, type Invocations, invocations } from './invocations.ts';

export interface RuntimeApi {
  /** Host and port, as the runtime finds them in `AWS_LAMBDA_RUNTIME_API`. */
  address: string;
  /** Hands an event to the runtime when its turn comes; resolves to what the handler returned, throws FunctionError. */
  invoke(event: unknown): Promise<unknown>;
  /** Ends all invocations that have not been answered. */
  failAll(problem: string): void;
  close(): Promise<void>;
}

export interface RuntimeApiOptions {
  functionArn: string;
  timeoutSeconds: number;
}

const root = '/2018-06-01/runtime';
const outcomeOfOne = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;
const failure = z.object({ errorType: z.string(), errorMessage: z.string() });

/** What Lambda offers to the runtime of one execution environment: the next event, and where its outcome goes. */
export async function startRuntimeApi(options: RuntimeApiOptions): Promise<RuntimeApi> {
  const all = invocations();
  let idle: ServerResponse | null = null;

  const handOver = () => {
    const next = idle ? all.take() : undefined;
    if (next) idle?.writeHead(200, headersOf(next, options)).end(JSON.stringify(next.event));
    if (next) idle = null;
  };
  const wait = (response: ServerResponse) => {
    idle = response.on('close', () => {
      if (idle === response) idle = null;
    });
    handOver();
  };

  const server = createServer((request, response) => {
    if (request.url === `${root}/invocation/next`) return wait(response);
    void take(all, request).then((status) => response.writeHead(status).end('{"status":"OK"}'));
  });
  const { url, close } = await listen(server);
  const invoke = (event: unknown) => {
    const outcome = all.add(event);
    handOver();
    return outcome;
  };
  return { address: new URL(url).host, invoke, failAll: all.failAll, close };
}

function headersOf({ id }: Invocation, { functionArn, timeoutSeconds }: RuntimeApiOptions) {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-deadline-ms': String(Date.now() + timeoutSeconds * 1000),
    'lambda-runtime-trace-id': 'Root=1-695661c8-0b803a3491b058683d90d50f;Sampled=0',
  };
}

/** Takes what the runtime tells: what an invocation led to, or why the handler could not be loaded. */
async function take(all: Invocations, request: IncomingMessage): Promise<number> {
  const body: unknown = JSON.parse((await text(request)) || 'null');
  const [, id = '', outcome] = outcomeOfOne.exec(request.url ?? '') ?? [];
  if (outcome === 'response') all.settle(id, ({ resolve }) => resolve(body));
  else if (outcome === 'error') all.settle(id, ({ reject }) => reject(errorOf(body)));
  else if (request.url === `${root}/init/error`) all.failAll(errorOf(body).message);
  else return 404;
  return 202;
}

function errorOf(body: unknown): FunctionError {
  const { errorType, errorMessage } = failure.parse(body);
  return new FunctionError(`${errorType}: ${errorMessage}`);
}
