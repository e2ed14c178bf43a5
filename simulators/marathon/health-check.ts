import type { HealthCheck } from './app.ts';

const defaultDelaySeconds = 15;

/** A check that names no port asks the first one. */
export function withPortIndex(check: HealthCheck): HealthCheck {
  if (check.protocol === 'COMMAND' || check.port !== undefined || check.portIndex !== undefined) return check;
  return { ...check, portIndex: 0 };
}

/** A health check as the server keeps it: only with what its kind knows. */
export function healthCheckShown({
  command,
  path,
  port,
  portIndex,
  ignoreHttp1xx,
  ...check
}: HealthCheck): HealthCheck {
  if (command) return { ...check, command, protocol: 'COMMAND', ipProtocol: 'IPv4' };
  const { protocol } = check;
  const isHttp = protocol.includes('HTTP');
  const isMesos = protocol.startsWith('MESOS_');
  return {
    ...check,
    ...(isHttp && !isMesos ? { ignoreHttp1xx: ignoreHttp1xx ?? false } : {}),
    ...(isHttp && path !== undefined ? { path } : {}),
    ...(port === undefined ? {} : { port }),
    ...(portIndex === undefined ? {} : { portIndex }),
    ...(isMesos ? {} : { ipProtocol: 'IPv4', delaySeconds: defaultDelaySeconds }),
  };
}
