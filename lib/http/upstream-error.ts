const excerptLength = 200;

/** A remote answered, but not as it should. Holds method, URL, status and the beginning of the answer, never a credential. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code = 'upstream';
  readonly status: number;
  /** The answer's message as one short line. */
  readonly excerpt: string;
  /** What a servlet container's page of an error gives as its reason, as one short line; null when the answer is no such page. */
  readonly pageReason: string | null;

  constructor(call: { method: string; url: string }, status: number, body: string) {
    const excerpt = excerptOf(body);
    super(`[${call.method}] ${call.url}: ${status}${excerpt && ` ${excerpt}`}`);
    this.status = status;
    this.excerpt = excerpt;
    this.pageReason = pageReasonOf(body);
  }
}

/** What an error's body says: the `message` of JSON, the reason or the text of HTML, the first line of a stack trace. */
function excerptOf(body: string): string {
  const text = messageOf(body) ?? pageReasonOf(body) ?? textOf(body);
  return firstLine(text);
}

function firstLine(text: string): string {
  const [line = ''] = withoutEcho(text).trim().split('\n');
  return line.replace(/\s+/g, ' ').trim().slice(0, excerptLength);
}

/** Jetty's page has it as `Reason: <pre> … </pre>`. */
function pageReasonOf(body: string): string | null {
  const reason = /Reason:\s*<pre>([\s\S]*?)<\/pre>/.exec(body)?.[1];
  return reason === undefined ? null : firstLine(textOf(reason));
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#39': "'" };

function textOf(html: string): string {
  const text = html.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, ' ');
  return text.replace(/&(lt|gt|quot|apos|amp|#39);/g, (whole, name: string) => entities[name] ?? whole);
}

/** Play, in which Marathon is written, says of a missing field on which object, and then the whole object: it may hold a token. */
export function withoutEcho(text: string): string {
  return text.replace(/ on object: [\s\S]*/, '');
}

function messageOf(body: string): string | null {
  try {
    const { message } = JSON.parse(body) ?? {};
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}
