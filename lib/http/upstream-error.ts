const excerptLength = 200;

/** A remote answered, but not as it should. Holds method, URL, status and the beginning of the answer, never a credential. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code = 'upstream';
  readonly status: number;
  /** The answer's message as one short line. */
  readonly excerpt: string;

  constructor(call: { method: string; url: string }, status: number, body: string) {
    const excerpt = excerptOf(body);
    super(`[${call.method}] ${call.url}: ${status}${excerpt && ` ${excerpt}`}`);
    this.status = status;
    this.excerpt = excerpt;
  }
}

/** What an error's body says: the `message` of JSON, the text of HTML, the first line of a stack trace. */
function excerptOf(body: string): string {
  const text = messageOf(body) ?? body.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, ' ');
  const [line = ''] = text.trim().split('\n');
  return line.replace(/\s+/g, ' ').trim().slice(0, excerptLength);
}

function messageOf(body: string): string | null {
  try {
    const { message } = JSON.parse(body) ?? {};
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}
