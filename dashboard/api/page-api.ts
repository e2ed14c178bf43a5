import { serverGone, type Trouble, tooSlow, troubleOf } from './trouble.ts';

/** An answer, or why there is none. `isNew` is false when it is what was answered before. */
export type Answer<Body> =
  | { body: Body; isNew: boolean; trouble: null; status: number }
  | { body: null; isNew: false; trouble: Trouble; status: number; fields: FieldProblem[] };

export interface FieldProblem {
  field: string;
  problem: string;
}

interface Kept {
  etag: string;
  body: unknown;
}

const tokenKey = 'pacer-token';
/** The server asks the API twice, and waits each time as long as API Gateway does. A tunnel that hangs never answers. */
const timeoutMs = 75_000;

/** Calls of the page to its own server, which forwards them to the API. */
export class PageApi {
  private readonly kept = new Map<string, Kept>();

  /** Keeps the token of the link in this browser, for this port only. */
  static keepToken(token: string): void {
    localStorage.setItem(tokenKey, token);
  }

  async get<Body>(path: string): Promise<Answer<Body>> {
    const kept = this.kept.get(path);
    const answer = await called(path, kept ? { headers: { 'if-none-match': kept.etag } } : {});
    if ('kind' in answer) return failed(0, answer);
    // Only this method asks with the tag of what it keeps.
    if (answer.status === 304 && kept)
      return { body: kept.body as Body, isNew: false, trouble: null, status: 304 };
    const result = await bodyOf<Body>(answer);
    const etag = answer.headers.get('etag');
    // One view at a time: others would only take memory.
    this.kept.clear();
    if (result.body !== null && etag) this.kept.set(path, { etag, body: result.body });
    return result;
  }

  /** A call that changes something. With a key, sending it again does it once. */
  async send<Body>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<Body>> {
    const headers: Record<string, string> = key ? { 'idempotency-key': key } : {};
    const answer = await called(path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return 'kind' in answer ? failed(0, answer) : bodyOf<Body>(answer);
  }
}

/** The answer, or why none comes. */
async function called(path: string, init: RequestInit): Promise<Response | Trouble> {
  const token = localStorage.getItem(tokenKey) ?? '';
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  try {
    return await fetch(`api${path}`, {
      ...init,
      headers,
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? tooSlow : serverGone;
  }
}

async function bodyOf<Body>(answer: Response): Promise<Answer<Body>> {
  const { status } = answer;
  const json: unknown = await answer.json().catch(() => null);
  // Not parsed: an API of another version may answer in another form, and `drawnOr` shows what cannot be drawn.
  if (answer.ok && json !== null) return { body: json as Body, isNew: true, trouble: null, status };
  const { error, message } = (json ?? {}) as { error?: ErrorBody; message?: string };
  const problem = error ?? { code: 'gateway', message: message ?? `Status ${status}` };
  const isExpired = /expired/i.test(problem.message) && status === 403;
  const trouble = troubleOf(status, isExpired ? { ...problem, code: 'expired' } : problem);
  return failed(status, trouble, error?.fields);
}

interface ErrorBody {
  code: string;
  message: string;
  fields?: FieldProblem[];
}

function failed<Body>(status: number, trouble: Trouble, fields: FieldProblem[] = []): Answer<Body> {
  return { body: null, isNew: false, trouble, status, fields };
}
