import type { Log } from '../ports/environment.ts';
import { beginningWithoutSecrets } from '../secrecy/known-secrets.ts';

/** A line of the log is read by people; CloudWatch takes 256 KiB. */
const longestText = 10_000;

type Level = 'INFO' | 'WARN' | 'ERROR';

/**
 * Structured lines of JSON on stdout, in which no secret is shown that was read. Powertools' logger, which was here before,
 * took a quarter of the time in which a bare client of DynamoDB is loaded; of what it can do these lines were all that was used.
 */
export function log(functionName: string): Log {
  const write = (level: Level, message: string, fields: Record<string, unknown>) => {
    const line = { level, message, timestamp: new Date().toISOString(), service: functionName };
    // These come first because people read the line, and once more at the end so that no field can overwrite them.
    const text = JSON.stringify({ ...line, ...fields, ...line }, shown);
    // Not console.log: Lambda would put the line as a text into one of its own.
    process.stdout.write(`${text}\n`);
  };
  return {
    info: (message, fields) => write('INFO', message, fields),
    warn: (message, fields) => write('WARN', message, fields),
    error: (message, fields) => write('ERROR', message, fields),
  };
}

function shown(_: string, value: unknown): unknown {
  if (typeof value === 'string') return beginningWithoutSecrets(value, longestText);
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Error)) return value;
  // JSON knows of an error only what is enumerable: neither its message nor its stack.
  const { name, message, stack, cause } = value;
  return { name, message, stack, cause };
}
