import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { HttpRequest as RequestToSign } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '../../lib/http/http.ts';

/** Signs requests to an API of API Gateway (SigV4) with what the usual chain of AWS credentials gives. */
export function requestSigner(region: string): (request: HttpRequest) => Promise<HttpRequest> {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: defaultProvider(),
    sha256: Hash.bind(null, 'sha256'),
  });
  return async (request) => {
    const { host, hostname, pathname, protocol, searchParams } = new URL(request.url);
    const { headers } = await signer.sign(
      new RequestToSign({
        method: request.method,
        protocol,
        hostname,
        path: pathname,
        body: request.body,
        query: Object.fromEntries(searchParams),
        headers: { ...request.headers, host },
      }),
    );
    return { ...request, headers };
  };
}
