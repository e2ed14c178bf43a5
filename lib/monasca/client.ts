import { type AlarmDefinitionCalls, alarmDefinitionCalls } from './alarm-definitions.ts';
import { type AlarmCalls, alarmCalls } from './alarms.ts';
import type { MonascaCredentials } from './credentials.ts';
import type { MonitoringDeps } from './keystone.ts';
import type { Metric } from './metric.ts';
import { type MetricStatistics, metricStatistics, type StatisticsQuery } from './metric-statistics.ts';
import { monascaCall } from './monasca-call.ts';
import { type NotificationMethodCalls, notificationMethodCalls } from './notification-methods.ts';
import { type Delivery, sendMetrics } from './send-metrics.ts';

/**
 * Every call throws RefusedByMonascaError, MissingRoleError, TokenRefusedError, MonascaConflictError, MonascaAnswerError,
 * PayloadTooLargeError, the errors of `keystone` and NoAnswerError; after the last one it may or may not have been done.
 */
export interface MonascaClient extends AlarmDefinitionCalls, AlarmCalls, NotificationMethodCalls {
  /**
   * Sends metrics, one or many; no bad one keeps the others out. Throws when Monasca takes none at the moment: send all
   * again later.
   */
  sendMetrics(metrics: Metric[], unit?: number): Promise<Delivery>;
  metricStatistics(query: StatisticsQuery): Promise<MetricStatistics>;
}

/** Client of the OpenStack Monasca API v2.0, which stays logged in. */
export function monascaClient(credentials: MonascaCredentials, deps: MonitoringDeps): MonascaClient {
  const call = monascaCall(credentials, deps);
  return {
    sendMetrics: (metrics, unit) => sendMetrics(call, metrics, unit),
    metricStatistics: (query) => metricStatistics(call, query),
    ...alarmDefinitionCalls(call),
    ...alarmCalls(call),
    ...notificationMethodCalls(call),
  };
}
