import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../reconcile/ports.ts';

const hidden = new Set<string>();
const shortestHidden = 6;
const mostHidden = 1000;

/** From now on the log shows this text as `[secret]`, wherever it stands. Whoever reads a secret calls it first. */
export function hideFromLog(secret: string): void {
  if (secret.length < shortestHidden) return;
  hidden.add(secret);
  const [oldest] = hidden;
  if (hidden.size > mostHidden && oldest) hidden.delete(oldest);
}

function withoutSecrets(text: string): string {
  let shown = text;
  for (const secret of hidden) shown = shown.replaceAll(secret, '[secret]');
  return shown;
}

/** Structured lines of JSON on stdout. */
export function log(functionName: string): Log {
  const logger = new Logger({
    serviceName: functionName,
    jsonReplacerFn: (_, value) => (typeof value === 'string' ? withoutSecrets(value) : value),
  });
  return {
    info: (message, fields) => logger.info(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
  };
}
