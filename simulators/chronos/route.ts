import type { Chronos } from './chronos.ts';
import type { ChronosVersion } from './dialect.ts';
import type { HttpReply } from './http-reply.ts';
import type { Consumed, Produced } from './media-type.ts';

export type ApiRequest = {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Buffer;
  /** The address under which this server was asked, host and port. */
  host: string;
};

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Route = {
  method: Method;
  /** Below the prefix of the version. `{name}` is a parameter. */
  path: string;
  /** The versions that have it; all, if not given. */
  only?: ChronosVersion;
  /** What type the body must have; any, if not given. */
  consumes?: Consumed;
  /** JSON, if not given. */
  produces?: Produced;
  handle(chronos: Chronos, request: ApiRequest): HttpReply;
};

/** The full path of a route in a version. */
export const routePath = (route: Route, prefix: string): string => `${prefix}/${route.path}`;

export type FoundResource = { routes: readonly Route[]; params: Record<string, string> };

/**
 * What a path below the prefix names: of the templates that fit, the one with the most literal characters, whatever its
 * methods are. Undefined if there is none. A slash at the end means nothing, nor does `;a=b` in any part.
 */
export function findResource(routes: readonly Route[], path: string): FoundResource | undefined {
  const parts = path.split('/').map((part) => part.replace(/;.*$/s, ''));
  if (parts.at(-1) === '') parts.pop();
  const fitting = routes.flatMap((route) => {
    const params = matchParts(route.path.split('/'), parts);
    return params ? [{ path: route.path, params }] : [];
  });
  const [best] = fitting.toSorted((a, b) => literals(b.path) - literals(a.path));
  return best && { params: best.params, routes: routes.filter((route) => route.path === best.path) };
}

const literals = (path: string): number => path.replace(/\{\w+\}/g, '').length;

function matchParts(template: string[], parts: string[]): Record<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, wanted] of template.entries()) {
    const given = decoded(parts[i] ?? '');
    const name = /^\{(\w+)\}$/.exec(wanted)?.[1];
    if (name !== undefined && given !== '') params[name] = given;
    else if (wanted !== given) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
