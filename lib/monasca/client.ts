import type { MonascaCredentials } from './credentials.ts';
import type { MonitoringDeps } from './keystone.ts';
import type { Metric } from './metric.ts';
import { monascaCall } from './monasca-call.ts';

export interface MonascaClient {
  /**
   * Sends the metrics in one request, which Monasca takes or refuses as a whole. Sanitize them before: one bad metric fails
   * all. Throws PayloadTooLargeError, RefusedByMonascaError, MissingRoleError, TokenRefusedError, MonascaAnswerError, the
   * errors of `keystone` and NoAnswerError; after an error without an answer they may or may not have been taken.
   */
  sendMetrics(metrics: Metric[]): Promise<void>;
}

/** Client of the OpenStack Monasca API v2.0, which stays logged in. */
export function monascaClient(credentials: MonascaCredentials, deps: MonitoringDeps): MonascaClient {
  const call = monascaCall(credentials, deps);
  return {
    sendMetrics: async (metrics) => {
      if (metrics.length === 0) return;
      await call({ method: 'POST', path: '/metrics', json: metrics.map(posted) });
    },
  };
}

function posted({ name, dimensions, timestamp, value, valueMeta }: Metric) {
  return {
    name,
    dimensions,
    timestamp,
    value,
    ...(valueMeta ? { value_meta: valueMeta } : {}),
  };
}
