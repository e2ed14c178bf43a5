import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ReceivedRequest } from '../../simulators/http/message.ts';

interface RoutedCall {
  request: ReceivedRequest;
  url: URL;
  routeKey: string;
  params: Record<string, string>;
}

const textual = /^(text\/|application\/(json|javascript|xml))/;

/** The event, format 2.0, that an HTTP API makes of a request. */
export function gatewayEvent({ request, url, routeKey, params }: RoutedCall): APIGatewayProxyEventV2 {
  const { method, headers, body, remoteAddress, localPort } = request;
  const query = Object.fromEntries(
    [...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key).join(',')]),
  );
  // What is no text goes on as it came.
  const isText = textual.test(headers['content-type'] ?? 'text/plain') && isUtf8(body);
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { ...headers, 'x-forwarded-proto': 'http' },
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(params).length > 0 ? { pathParameters: params } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      // Never from the header Host, which a caller makes up: containers report, with their job's token, to this address.
      domainName: `127.0.0.1:${localPort}`,
      domainPrefix: 'local',
      http: {
        method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: remoteAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    ...(body.length > 0 ? { body: isText ? body.toString('utf8') : body.toString('base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}
