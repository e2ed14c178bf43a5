import { pageReason, remoteText } from './remote-text.ts';

const excerptLength = 200;

/** A remote answered, but not as it should. Holds method, URL, status and what the answer says, never a secret. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code = 'upstream';
  readonly status: number;
  /** The answer's message as one short line. */
  readonly excerpt: string;
  /** What a servlet container's page of an error gives as its reason, as one short line; null when the answer is no such page. */
  readonly pageReason: string | null;

  constructor(call: { method: string; url: string }, status: number, body: string) {
    const excerpt = remoteText(body, excerptLength);
    super(`[${call.method}] ${call.url}: ${status}${excerpt && ` ${excerpt}`}`);
    this.status = status;
    this.excerpt = excerpt;
    this.pageReason = pageReason(body, excerptLength);
  }
}
