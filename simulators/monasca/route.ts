import type { HttpReply, ReceivedRequest } from '../http/message.ts';
import type { HttpRoute } from '../http/route.ts';
import type { AlarmStore } from './alarm-store.ts';
import type { Producer } from './kafka.ts';
import type { LoggedMetric, MetricLog } from './metric-log.ts';
import { badRequest } from './monasca-error.ts';

export interface MonascaRequest extends ReceivedRequest {
  /** The project that the request reads or writes. */
  tenant: string;
  /** The parts of the path that the route's pattern leaves open. */
  params: Record<string, string>;
}

/** All that the server keeps. */
export interface MonascaState {
  metrics: MetricLog;
  alarms: AlarmStore;
  /** Where metrics go that are for the threshold engine and for `metrics`. */
  metricsTopic: Producer<LoggedMetric>;
  /** Where the ids of new and changed alarm definitions go, after which the threshold engine knows them. */
  eventsTopic: Producer<string>;
}

/** Its path has no slash at the end. */
export interface MonascaRoute extends HttpRoute {
  /** One of these is needed in the token's project; none named: any good token will do. */
  roles: readonly string[];
  /** The Content-Type must be `application/json` to the letter, checked before the role. */
  exactJson?: boolean;
  handle: (request: MonascaRequest, state: MonascaState) => HttpReply | Promise<HttpReply>;
}

export const userRole = 'monasca-user';
export const agentRole = 'monasca-agent';
const readerRole = 'monasca-read-only-user';
export const readers = [userRole, readerRole];
/** Lets `?tenant_id=` choose another project. */
export const delegateRole = 'admin';

/** Sends and answers; a queue that is full brings the real server down to a page of gunicorn, whatever it has stored before. */
export async function publishing<Message>(
  topic: Producer<Message>,
  messages: Message[],
  reply: HttpReply,
): Promise<HttpReply> {
  if (await topic.send(messages)) return reply;
  const body =
    '<html>\n  <head>\n    <title>Internal Server Error</title>\n  </head>\n  <body>\n    <h1><p>Internal Server Error</p></h1>\n    \n  </body>\n</html>\n';
  return { status: 500, contentType: 'text/html', headers: { connection: 'close' }, body };
}

/**
 * The body as JSON in UTF-8. As in Python, NaN and Infinity are read as numbers (here all as infinite ones), and a body of
 * unknown length is as good as none.
 */
export function pythonJson({ headers, body }: Pick<ReceivedRequest, 'headers' | 'body'>): unknown {
  try {
    if (headers['content-length'] === undefined) throw new SyntaxError('no length');
    const type = headers['content-type'] ?? 'application/json';
    if (!/^application\/json *(;|$)/i.test(type)) throw new SyntaxError('no JSON');
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    // A text without an end is one to the end, lest it be looked for from each quote on.
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)|\bNaN\b|\bInfinity\b/gs, infinite));
  } catch {
    throw badRequest('Request body is not valid JSON');
  }
}

function infinite(match: string): string {
  return match.startsWith('"') ? match : '1e999';
}
