import type { Deployed } from './change-apps.ts';

export type HttpReply = {
  status: number;
  body: string;
  contentType?: string;
  headers?: Record<string, string>;
  /** Instead of a body: events of these types as they happen; of all types, if there are none. */
  eventTypes?: readonly string[];
};

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body: JSON.stringify(value),
  contentType: 'application/json',
  headers,
});

/** The answer to whatever starts a deployment. */
export const deployedReply = (deployed: Deployed, status = 200, headers: Record<string, string> = {}) =>
  json(deployed, status, { ...deploymentHeader(deployed), ...headers });

export const deploymentHeader = ({ deploymentId }: Deployed) => ({ 'marathon-deployment-id': deploymentId });
