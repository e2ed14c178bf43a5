import { text } from 'node:stream/consumers';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsTimeouts } from './aws-timeouts.ts';

export interface PostSettings {
  /** As signatures name it. */
  service: string;
  endpoint: string;
  region: string;
}

export interface Post {
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

/** Less than the other calls to AWS may take: who waits for it has little time, and what is not done is done later. */
const timeouts = { ...awsTimeouts, connectionTimeout: 1_000, requestTimeout: 2_000 };

/**
 * Signed calls of a service of AWS, each a POST with JSON; resolves to whatever is answered. The clients of the SDK would be a
 * fifth of a small bundle for a single call.
 */
export function signedPosts({ service, endpoint, region }: PostSettings) {
  const signer = new SignatureV4({
    service,
    region,
    credentials: fromEnv(),
    sha256: Hash.bind(null, 'sha256'),
  });
  const connection = new NodeHttpHandler(timeouts);
  const { protocol, hostname, port, host } = new URL(endpoint);
  return async ({ path, headers, body }: Post): Promise<{ status: number; text: string }> => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      path,
      ...(port ? { port: Number(port) } : {}),
      headers: { host, ...headers },
      body: JSON.stringify(body),
    });
    const { response } = await connection.handle((await signer.sign(request)) as HttpRequest);
    return { status: response.statusCode, text: await text(response.body) };
  };
}
