import type { HealthCheck } from './app.ts';
import type { Rule } from './rule.ts';
import { rule } from './rule.ts';
import type { AppUpdate } from './translate-fields.ts';

const byMarathon = ['HTTP', 'HTTPS', 'TCP'];
const byMesos = ['COMMAND', 'MESOS_HTTP', 'MESOS_HTTPS', 'MESOS_TCP'];

/** Whether the port that a check asks is one of the app's. */
function addresses({ command, protocol, port, portIndex }: HealthCheck, ports: number): boolean {
  if (command || !byMarathon.includes(protocol)) return true;
  return portIndex === undefined ? port !== undefined || ports === 1 : portIndex < ports;
}

const noPort =
  'Health check port indices must address an element of the ports array or container port mappings.';
const noIpv6 = 'IPv6 can only be used for container type DOCKER and Mesos http/https/tcp health checks';

function hasProtocol({ ipProtocol, protocol }: HealthCheck, app: AppUpdate): boolean {
  return ipProtocol === 'IPv4' || (protocol.startsWith('MESOS_') && app.container?.type === 'DOCKER');
}

export const healthRules: readonly Rule<AppUpdate>[] = [
  (app) => {
    const ports = (app.container?.portMappings ?? app.portDefinitions ?? []).length;
    return (app.healthChecks ?? []).flatMap((check, index) => {
      const path = `/healthChecks(${index})`;
      return [
        ...(addresses(check, ports) ? [] : [{ path, error: noPort }]),
        ...(hasProtocol(check, app) ? [] : [{ path, error: noIpv6 }]),
      ];
    });
  },
  rule('/', 'AppDefinition can contain at most one Mesos health check', ({ healthChecks = [] }) => {
    const withoutCommand = healthChecks.filter(({ command }) => !command);
    return withoutCommand.filter(({ protocol }) => byMesos.includes(protocol)).length > 1;
  }),
];
