import type { ServerResponse } from 'node:http';

/** A request up to its body. */
export interface RequestHead {
  method: string;
  /** As sent, still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** The query as sent, still percent-encoded; empty if there is none. */
  search: string;
  /** By their names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** The server's own URL as the client knows it, from the header Host. */
  origin: string;
  /** The address that asks, and the port that it asks at. */
  remoteAddress: string;
  localPort: number;
}

export interface ReceivedRequest extends RequestHead {
  body: Buffer;
}

export interface HttpReply {
  status: number;
  /** Not said unless given. */
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** Writes the reply instead, its head included, for as long as it likes. */
  stream?: (response: ServerResponse) => void;
}

export const jsonReply = (value: unknown, status = 200, headers: HttpReply['headers'] = {}): HttpReply => ({
  status,
  contentType: 'application/json',
  headers,
  body: JSON.stringify(value),
});

/** The object that a body of JSON is, `{}` for an empty one; undefined if it is anything else. */
export function jsonObjectIn(body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
