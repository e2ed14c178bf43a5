import * as z from 'zod';
import { MonascaError } from './monasca-error.ts';
import { pythonInteger } from './python-integer.ts';

export const notificationTypes = ['EMAIL', 'WEBHOOK', 'PAGERDUTY'];
const validPeriods = [0, 60];

const body = z.strictObject(
  {
    name: z.string().max(250),
    type: z.string(),
    address: z.string().max(512),
    period: z.union([z.int(), z.string()]).optional(),
  },
  { error: 'expected a dictionary' },
);

export interface NotificationBody {
  name: string;
  type: string;
  address: string;
  period: number;
}

/** The checked body of a notification method; all that is wrong with it is a 400 here, not a 422. */
export function notificationBody(given: unknown, needsPeriod: boolean): NotificationBody {
  const { data, error } = body.safeParse(given);
  if (!data) throw refused(whatIsWrong(error));
  const { name, type, address } = data;
  if (data.period === undefined && needsPeriod) throw refused('Period is required');
  const period = checkedPeriod(data.period ?? 0);
  if (type.toUpperCase() === 'EMAIL' && !/^.+@.+$/.test(address)) {
    throw refused(`Address ${address} is not of correct format`);
  }
  if (type.toUpperCase() === 'WEBHOOK') checkUrl(address);
  return { name, type: type.toUpperCase(), address, period };
}

export function checkType({ type }: NotificationBody): void {
  if (!notificationTypes.includes(type)) throw refused(`Not a valid notification method type ${type} `);
}

function checkedPeriod(period: number | string): number {
  const seconds = typeof period === 'string' ? pythonInteger(period) : period;
  if (seconds === null) throw refused(`Period ${period} must be a valid integer`);
  if (validPeriods.includes(seconds)) return seconds;
  throw refused(`${seconds} is not in the configured list of valid periods: [${validPeriods.join(', ')}]`);
}

function checkUrl(address: string): void {
  const [, scheme, place] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?/i.exec(address) ?? [];
  if (!scheme) throw refused(`Address ${address} does not have URL scheme`);
  if (!place) throw refused(`Address ${address} does not have network location`);
  if (!/^https?$/i.test(scheme)) throw refused(`Address ${address} scheme is not in ['http', 'https']`);
}

function whatIsWrong({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === 'unrecognized_keys') return `extra keys not allowed @ data['${issue.keys[0]}']`;
  const place = issue?.path.length ? ` @ data['${issue.path.join("']['")}']` : '';
  if (issue?.code === 'invalid_type' && issue.input === undefined && place) {
    return `required key not provided${place}`;
  }
  return `${issue?.message}${place}`;
}

function refused(description: string): MonascaError {
  return new MonascaError(400, 'Bad Request', description);
}
