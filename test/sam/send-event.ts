import * as z from 'zod';

const httpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
});

/** What a client sends, and no gateway adds. */
const sent = ['accept', 'authorization', 'content-type', 'idempotency-key'];

/** Sends the request of which API Gateway makes an event. */
export async function sendEvent(apiUrl: string, text: string): Promise<{ status: number; body: unknown }> {
  const { rawPath, rawQueryString, headers, requestContext, body, isBase64Encoded } = httpEvent.parse(
    JSON.parse(text),
  );
  const response = await fetch(`${apiUrl}${rawPath}?${rawQueryString}`, {
    method: requestContext.http.method,
    headers: Object.entries(headers).filter(([name]) => sent.includes(name)),
    ...(body === undefined ? {} : { body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }),
  });
  return { status: response.status, body: await response.json() };
}
