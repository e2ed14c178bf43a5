import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../ports/environment.ts';
import { beginningWithoutSecrets } from '../secrecy/known-secrets.ts';

/** A line of the log is read by people; CloudWatch takes 256 KiB. */
const longestText = 10_000;

/** Structured lines of JSON on stdout, in which no secret is shown that was read. */
export function log(functionName: string): Log {
  const logger = new Logger({
    serviceName: functionName,
    jsonReplacerFn: (_, value) =>
      typeof value === 'string' ? beginningWithoutSecrets(value, longestText) : value,
  });
  return {
    info: (message, fields) => logger.info(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
  };
}
