import type { IncomingHttpHeaders } from 'node:http';
import { carriesToken } from '../../lib/secrecy/bearer.ts';

/** Why a request is turned away. */
export interface Refusal {
  status: 401 | 403;
  code: string;
  message: string;
}

/**
 * Whether a request comes from this machine's browser and from our page: a page of a foreign site that reaches the port
 * by a name of its own (DNS rebinding), or that sends requests to it, is refused.
 */
export function foreignCaller(headers: IncomingHttpHeaders, port: number): Refusal | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  const site = headers['sec-fetch-site'];
  const isOwnHost = hosts.includes(host.toLowerCase());
  const isOwnOrigin = origin === undefined || hosts.some((each) => origin === `http://${each}`);
  // A link that the user follows comes with "none", or from elsewhere without an origin: it may open the page.
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none' || isNavigation(headers);
  if (isOwnHost && isOwnOrigin && isOwnSite) return null;
  return { status: 403, code: 'foreign-caller', message: 'Only the page of this server may call it.' };
}

function isNavigation(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** Calls of the API need the token of the link, because this server signs them with the user's credentials. */
export function withoutToken(headers: IncomingHttpHeaders, token: string): Refusal | null {
  if (carriesToken(headers.authorization, token)) return null;
  const message = 'Open the link that "pacer dashboard" or "npm start" has printed: it holds a token.';
  return { status: 401, code: 'no-dashboard-token', message };
}
