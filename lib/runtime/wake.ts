import { text } from 'node:stream/consumers';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Wake } from '../reconcile/ports.ts';

export interface WakeSettings {
  EVALUATE_FUNCTION: string;
  LAMBDA_ENDPOINT: string;
  AWS_REGION: string;
}

const timeouts = { connectionTimeout: 1_000, requestTimeout: 3_000 };

/**
 * Invokes the function evaluate and does not wait for it.
 * Lambda's client of the SDK would be a fifth of the bundle of `iteration`: one call is signed and sent without it.
 */
export function wakeBy({ EVALUATE_FUNCTION, LAMBDA_ENDPOINT, AWS_REGION: region }: WakeSettings): Wake {
  const signer = new SignatureV4({
    service: 'lambda',
    region,
    credentials: fromEnv(),
    sha256: Hash.bind(null, 'sha256'),
  });
  const connection = new NodeHttpHandler(timeouts);
  const { protocol, hostname, port, host } = new URL(LAMBDA_ENDPOINT);
  const path = `/2015-03-31/functions/${encodeURIComponent(EVALUATE_FUNCTION)}/invocations`;
  return async (jobId, cause) => {
    const request = new HttpRequest({
      ...{ method: 'POST', protocol, hostname, path },
      ...(port ? { port: Number(port) } : {}),
      headers: { host, 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body: JSON.stringify({ jobId, cause }),
    });
    const { response } = await connection.handle((await signer.sign(request)) as HttpRequest);
    if (response.statusCode === 202) return void response.body.resume();
    throw new Error(
      `Invoke of ${EVALUATE_FUNCTION}: ${response.statusCode} ${(await text(response.body)).slice(0, 200)}`,
    );
  };
}
