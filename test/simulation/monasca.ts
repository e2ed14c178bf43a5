import type { HttpRequest, HttpResponse } from '../../lib/http/http.ts';
import type { Surroundings } from './pacer/lambda.ts';

/** Keystone and Monasca: what was measured, and the alarm definitions. */
export interface MonascaServer {
  answer(request: HttpRequest): HttpResponse;
  /** Of each series (name and job) the instants that were measured. */
  measured: Map<string, Set<number>>;
  definitionNames(): string[];
  /** All that was told, for whoever looks for secrets in it. */
  bodies: string[];
}

const tokenLifeMs = 3_600_000;

export function monascaServer({ clock, weather }: Surroundings): MonascaServer {
  const measured = new Map<string, Set<number>>();
  const bodies: string[] = [];
  const kept: Record<string, Map<string, Record<string, unknown>>> = {
    'alarm-definitions': new Map(),
    'notification-methods': new Map(),
  };
  let count = 0;

  function logIn(): HttpResponse {
    if (weather.strikes('keystone-fails')) return answer(503, {});
    const now = clock.now();
    const instant = (at: number) => new Date(at).toISOString();
    const token = { expires_at: instant(now + tokenLifeMs), issued_at: instant(now) };
    return { ...answer(201, { token }), headers: { 'x-subject-token': `token-${++count}` } };
  }

  function measure(body: string): HttpResponse {
    bodies.push(body);
    for (const { name, dimensions, timestamp } of JSON.parse(body) as Measurement[]) {
      const series = `${name} ${dimensions.job_id}`;
      const instants = measured.get(series) ?? new Set();
      measured.set(series, instants.add(timestamp));
    }
    return { status: 204, headers: {}, body: '' };
  }

  function onKept(
    things: Map<string, Record<string, unknown>>,
    { method, body }: HttpRequest,
    url: URL,
  ): HttpResponse {
    const id = url.pathname.split('/')[3];
    if (method === 'DELETE')
      return things.delete(id ?? '') ? { status: 204, headers: {}, body: '' } : answer(404, {});
    if (method === 'GET') {
      const name = url.searchParams.get('name');
      const elements = [...things.values()].filter((each) => name === null || each.name === name);
      return answer(200, { elements, links: [] });
    }
    bodies.push(body ?? '');
    const made = { id: `id-${++count}`, ...JSON.parse(body ?? '{}') };
    if ([...things.values()].some(({ name }) => name === made.name)) return answer(409, {});
    things.set(made.id, made);
    return answer(201, made);
  }

  return {
    measured,
    bodies,
    definitionNames: () => [...(kept['alarm-definitions']?.values() ?? [])].map(({ name }) => String(name)),
    answer(request) {
      const url = new URL(request.url);
      if (url.pathname.endsWith('/auth/tokens')) return logIn();
      const [, , what = ''] = url.pathname.split('/');
      const things = kept[what];
      if (things) return onKept(things, request, url);
      if (what === 'metrics' && request.method === 'POST') return measure(request.body ?? '[]');
      return answer(200, { elements: [], links: [] });
    },
  };
}

interface Measurement {
  name: string;
  dimensions: Record<string, string>;
  timestamp: number;
}

function answer(status: number, value: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
