import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Wake } from '../ports/schedules.ts';
import { awsTimeouts } from './aws-timeouts.ts';

export interface WakeSettings {
  EVALUATE_FUNCTION: string;
  LAMBDA_ENDPOINT: string;
  /** As for the SDK, Lambda is there if it is given and not empty, or else where all services are. */
  AWS_ENDPOINT_URL_LAMBDA?: string | undefined;
  AWS_ENDPOINT_URL?: string | undefined;
  AWS_REGION: string;
}

/** Less than the other calls to AWS may take: a report waits for it, and a tick finds what nobody was woken for. */
const timeouts = { ...awsTimeouts, connectionTimeout: 1_000, requestTimeout: 2_000 };
const pauseMs = 100;

/**
 * Invokes the function evaluate and does not wait for it; to do so twice does no harm, so what fails is tried once more.
 * Lambda's client of the SDK would be a fifth of the bundle of `iteration`: one call is signed and sent without it.
 */
export function wakeBy({ EVALUATE_FUNCTION, AWS_REGION: region, ...where }: WakeSettings): Wake {
  const signer = new SignatureV4({
    service: 'lambda',
    region,
    credentials: fromEnv(),
    sha256: Hash.bind(null, 'sha256'),
  });
  const connection = new NodeHttpHandler(timeouts);
  const { protocol, hostname, port, host } = endpointOf(where);
  const path = `/2015-03-31/functions/${encodeURIComponent(EVALUATE_FUNCTION)}/invocations`;
  return async (jobId, cause) => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      path,
      ...(port ? { port: Number(port) } : {}),
      headers: { host, 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body: JSON.stringify({ jobId, cause }),
    });
    const send = async () => {
      const { response } = await connection.handle((await signer.sign(request)) as HttpRequest);
      const { statusCode, body } = response;
      if (statusCode === 202) return void body.resume();
      const said = (await text(body)).slice(0, 200);
      throw new InvokeError(`Invoke of ${EVALUATE_FUNCTION}: ${statusCode} ${said}`, statusCode);
    };
    await send().catch(async (error: unknown) => {
      if (!mayPass(error)) throw error;
      await sleep(pauseMs);
      await send();
    });
  };
}

type Where = Pick<WakeSettings, 'LAMBDA_ENDPOINT' | 'AWS_ENDPOINT_URL_LAMBDA' | 'AWS_ENDPOINT_URL'>;

function endpointOf({ AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL, LAMBDA_ENDPOINT }: Where): URL {
  return new URL(AWS_ENDPOINT_URL_LAMBDA || AWS_ENDPOINT_URL || LAMBDA_ENDPOINT);
}

class InvokeError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Also a connection that was kept open while the function slept, and is none any more. */
function mayPass(error: unknown): boolean {
  return !(error instanceof InvokeError) || error.status === 429 || error.status >= 500;
}
