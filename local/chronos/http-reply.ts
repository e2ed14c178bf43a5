export type HttpReply = {
  status: number;
  body: string;
  contentType?: string;
  headers?: Record<string, string>;
};

export const noContent: HttpReply = { status: 204, body: '' };

export const json = (body: string): HttpReply => ({ status: 200, body, contentType: 'application/json' });

export const plainText = (body: string): HttpReply => ({ status: 200, body, contentType: 'text/plain' });
