import { type Http, type HttpRequest, NoAnswerError } from '../../lib/http/http.ts';
import { alarmExpression, subExpressions } from '../../simulators/monasca/alarm-expression.ts';
import { type SubAlarm, subAlarm } from '../../simulators/monasca/thresholds/sub-alarm.ts';

/** What becomes of a request: taken and answered, taken without an answer, refused, or taken as its sender dies. */
export type Fate = 'answered' | 'lost' | 'refused' | 'dies';

export interface CloudOptions {
  clock: { now: number };
  /** The next number of a seeded sequence, from 0 to 1. */
  random: () => number;
  fateOf: (request: HttpRequest) => Fate;
}

interface Definition {
  id: string;
  name: string;
  expression: string;
}

interface Metric {
  name: string;
  value: number;
  timestamp: number;
  dimensions: Record<string, string>;
}

/** When somebody was told, and by which alarm. */
interface Told {
  at: number;
  name: string;
}

/** What is in the queue on its way to the threshold engine. */
type Event = { at: number } & ({ defines: Definition } | { measures: Metric });

/** The longest way through the queue; definitions and metrics go by different topics, and any of them may overtake. */
const queueMs = 1_000;
const timeoutMs = 5_000;
const methods = [{ id: '1', name: 'operators', type: 'EMAIL', address: 'operators@example.com' }];

/**
 * Keystone, and a Monasca whose threshold engine keeps the rules that were seen of a real one, on a clock that only waiting
 * for their answers moves. `told` is when somebody was told, and of which alarm, `taken` the measurements
 * in the order in which they came.
 */
export function cloud({ clock, random, fateOf }: CloudOptions) {
  const definitions = new Map<string, Definition>();
  const watched = new Map<string, { name: string; alarm: SubAlarm }>();
  const told: Told[] = [];
  const taken: Metric[] = [];
  const tickOffset = Math.floor(random() * 60) * 1000;
  let queue: Event[] = [];
  let lookedUntil = clock.now;
  let ids = 0;

  function ticksUntil(at: number): void {
    const first = Math.ceil((lookedUntil - tickOffset) / 60_000) * 60_000 + tickOffset;
    for (let tick = first; tick < at; tick += 60_000)
      for (const { alarm } of watched.values()) alarm.tick(tick);
    lookedUntil = Math.max(lookedUntil, at);
  }

  function happens(event: Event): void {
    ticksUntil(event.at);
    if ('defines' in event) {
      const { id, name, expression } = event.defines;
      const [comparison] = subExpressions(alarmExpression(expression));
      if (comparison) watched.set(id, { name, alarm: subAlarm(comparison, event.at) });
      return;
    }
    const { value, timestamp, dimensions } = event.measures;
    for (const { name, alarm } of watched.values()) {
      const { metricName, dimensions: wanted } = alarm.expression;
      if (metricName !== event.measures.name || wanted.job_id !== dimensions.job_id) continue;
      if (alarm.measure(value, timestamp, event.at) && alarm.state === 'ALARM')
        told.push({ at: event.at, name });
    }
  }

  /** All that has come to the engine by now. */
  function settle(until = clock.now): void {
    const due = queue.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
    queue = queue.filter(({ at }) => at > until);
    for (const event of due) happens(event);
  }

  const soon = () => clock.now + Math.floor(random() * queueMs);

  function define(json: string): Reply {
    const definition = { ...JSON.parse(json), id: String(++ids) };
    if ([...definitions.values()].some(({ name }) => name === definition.name)) return [409, {}];
    definitions.set(definition.id, definition);
    queue.push({ at: soon(), defines: definition });
    return [201, definition];
  }

  function done({ method, url, body = '' }: HttpRequest): Reply {
    const { pathname } = new URL(url);
    if (pathname === '/v3/auth/tokens') return [201, token(clock.now)];
    if (pathname === '/v2.0/notification-methods') return [200, { elements: methods, links: [] }];
    if (pathname === '/v2.0/metrics') {
      for (const measures of [JSON.parse(body)].flat() as Metric[]) {
        taken.push(measures);
        queue.push({ at: soon(), measures });
      }
      return [204, null];
    }
    if (method === 'POST') return define(body);
    if (method === 'GET') return [200, { elements: [...definitions.values()], links: [] }];
    const id = pathname.split('/').at(-1) ?? '';
    watched.delete(id);
    return [definitions.delete(id) ? 204 : 404, null];
  }

  const http: Http = async (request) => {
    clock.now += 5 + Math.floor(random() * 200);
    settle();
    const fate = fateOf(request);
    if (fate === 'refused') return { status: 503, headers: {}, body: '' };
    const [status, json] = done(request);
    if (fate === 'dies') return new Promise(() => {});
    if (fate === 'answered') {
      return { status, headers: { 'x-subject-token': 'token' }, body: json ? JSON.stringify(json) : '' };
    }
    clock.now += timeoutMs;
    throw new NoAnswerError(`[${request.method}] ${request.url}: no answer`);
  };

  return {
    http,
    told,
    taken,
    settle,
    definitions: () => [...definitions.values()].map(({ name }) => name),
  };
}

type Reply = [status: number, json: unknown];

function token(now: number) {
  const at = (milliseconds: number) => new Date(milliseconds).toISOString();
  return { token: { issued_at: at(now), expires_at: at(now + 86_400_000) } };
}
