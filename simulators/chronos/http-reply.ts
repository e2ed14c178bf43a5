export type HttpReply = {
  status: number;
  body: string;
  contentType?: string;
  headers?: Record<string, string>;
};

/** Even a reply of nothing says what it would have been. */
export const noContent: HttpReply = { status: 204, body: '', contentType: 'application/json' };

export const json = (body: string): HttpReply => ({ status: 200, body, contentType: 'application/json' });

export const plainText = (body: string): HttpReply => ({ status: 200, body, contentType: 'text/plain' });

/** What the framework below the handlers answers: a status and nothing else. */
export const bare = (status: number, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body: '',
  headers,
});
