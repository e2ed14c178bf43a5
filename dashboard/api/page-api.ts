import { serverGone, type Trouble, troubleOf } from './trouble.ts';

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
    if (!answer) return failed(0, serverGone);
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
    return answer ? bodyOf<Body>(answer) : failed(0, serverGone);
  }
}

/** Null when nothing answers. */
async function called(path: string, init: RequestInit): Promise<Response | null> {
  const token = localStorage.getItem(tokenKey) ?? '';
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  try {
    return await fetch(`api${path}`, { ...init, headers, cache: 'no-store' });
  } catch {
    return null;
  }
}

async function bodyOf<Body>(answer: Response): Promise<Answer<Body>> {
  const { status } = answer;
  const json: unknown = await answer.json().catch(() => null);
  // As the schema of the route has it: the server and the page come from one package.
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
