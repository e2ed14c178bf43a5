import * as z from 'zod';
import { type Blurring, blurText, isNow, shortened } from './blur-text.ts';

const agentFields = new Set(['slaveId', 'agentId']);
const portFields = new Set(['port', 'ports', 'servicePort', 'servicePorts', 'hostPort']);

/** Fields whose numbers depend on when offers came; that there are none yet still counts. */
const countFields = new Set([
  'processedOffersCount',
  'unusedOffersCount',
  'timeLeftSeconds',
  'averageSeconds',
  'medianSeconds',
  'declined',
  'processed',
]);

/** Lists whose order means nothing: those at the top, and those of things that have names. */
const unorderedFields = new Set(['', 'jobs', 'apps', 'tasks', 'groups', '*']);

const object = z.record(z.string(), z.unknown());

/** A JSON value with what differs from server to server blurred. `field` is the name under which it stands. */
export function blurJson(value: unknown, blurring: Blurring, field = ''): unknown {
  if (typeof value === 'string') return blurString(value, blurring, field);
  if (typeof value === 'number') return blurNumber(value, field);
  if (Array.isArray(value)) return inOrder(value, field).map((item) => blurJson(item, blurring, field));
  const fields = object.safeParse(value);
  if (!fields.success) return value;
  const blurred = Object.entries(fields.data).map(([name, own]) => {
    return [blurText(name, blurring), blurJson(own, blurring, name)];
  });
  return Object.fromEntries(blurred);
}

/** The names alone: what stands under them is an installation's own. */
export function namesOnly(value: unknown): unknown {
  const fields = Array.isArray(value) ? undefined : object.safeParse(value).data;
  if (!fields) return '<any>';
  return Object.fromEntries(Object.entries(fields).map(([name, own]) => [name, namesOnly(own)]));
}

function blurString(text: string, blurring: Blurring, field: string): string {
  if (agentFields.has(field) && text !== '') return blurring.tokens.tokenOf('id', text);
  return shortened(blurText(text, blurring, field));
}

function blurNumber(value: number, field: string): unknown {
  if (portFields.has(field) && value >= 10_000) return '<port>';
  if (countFields.has(field)) return value === 0 ? 0 : '<number>';
  return value > 1e12 && isNow(value) ? '<timestamp>' : value;
}

function inOrder(items: readonly unknown[], field: string): readonly unknown[] {
  if (!unorderedFields.has(field) || items.length < 2) return items;
  const things = items.map((item) => object.safeParse(item).data ?? {});
  const key = ['name', 'id', 'appId'].find((name) => things.every((thing) => isPlainName(thing[name])));
  if (key === undefined) return items;
  return things.toSorted((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1));
}

/** A name that ends in a random id would sort otherwise on every server. */
const isPlainName = (name: unknown): boolean => typeof name === 'string' && !/-[0-9a-f]{12}/.test(name);
