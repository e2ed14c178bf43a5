import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidRequestError } from '../../lib/job/errors.ts';

const usualPort = '8880';
/** The file, in the directory of the state, with the port of the local API. */
export const portFile = 'port';

/** The base URL of the API, without a slash at its end: the one that is given, or that of the local stack in the directory. */
export function apiUrlOf({ url, directory }: { url: string | undefined; directory: string }): string {
  if (!url) return `http://127.0.0.1:${portOf(directory)}`;
  const { protocol, origin, pathname } = URL.parse(url) ?? { protocol: '', origin: '', pathname: '' };
  if (protocol === 'http:' || protocol === 'https:') return `${origin}${pathname.replace(/\/+$/, '')}`;
  const problem = 'must be an http or https URL, such as https://abc.execute-api.eu-west-1.amazonaws.com';
  throw new InvalidRequestError(`The URL of the API (--url or PACER_URL) ${problem}.`, [
    { field: 'url', problem },
  ]);
}

/** The port that the local stack has written down, or the one that it usually takes. */
function portOf(directory: string): string {
  try {
    const port = readFileSync(join(directory, portFile), 'utf8').trim();
    return /^\d{1,5}$/.test(port) ? port : usualPort;
  } catch {
    return usualPort;
  }
}

/** Whether the API is on this machine. */
export function isLoopback(apiUrl: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(apiUrl).hostname);
}

/** Whether the API is that of the local stack in the directory. Another port of this machine may be another user's, whom its token is not for. */
export function isOfLocalStack(apiUrl: string, directory: string): boolean {
  return isLoopback(apiUrl) && new URL(apiUrl).port === portOf(directory);
}

/** Under which the partitions of AWS have their services: all regions of the public, the European and the secret clouds. */
const domains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];
const apiGateway = /^[a-z0-9-]+\.execute-api\.([a-z0-9-]+)\.(.+)$/;

/** The AWS region that the URL of an API of API Gateway names; null for any other URL. */
export function regionOf(apiUrl: string): string | null {
  const { protocol, hostname } = new URL(apiUrl);
  const [, region, domain = ''] = apiGateway.exec(hostname) ?? [];
  return protocol === 'https:' && domains.includes(domain) ? (region ?? null) : null;
}
