import { jsonOrUndefined } from '../lib/http/json.ts';
import { isFields } from '../lib/request/legacy-fields.ts';

/** A line of a function's JSON log for a person to read; any other line as it is. */
export function readableLine(functionName: string, line: string): string {
  const entry = line.startsWith('{') ? jsonOrUndefined(line) : undefined;
  if (!isFields(entry)) return `${functionName}  ${line}`;
  const { timestamp, level, message, service, ...fields } = entry;
  const time = String(timestamp ?? '').slice(11, 23);
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${text(value)}`);
  return [time, String(level).padEnd(5), String(service).padEnd(9), message, ...shown].join(' ');
}

function text(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value);
}
