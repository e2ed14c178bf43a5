import { unprocessable } from './monasca-error.ts';

const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** The rows in the order of `?sort_by=field,field desc`, else of their ids. */
export function sortedBy<Row extends { id: string }>(
  query: URLSearchParams,
  rows: Row[],
  allowed: readonly (keyof Row & string)[],
): Row[] {
  const keys = (query.get('sort_by') ?? 'id').split(',').map((text) => sortKey(text, allowed));
  return [...rows].sort((one, other) => {
    for (const { field, sign } of keys) {
      const order = compared(one[field], other[field]) * sign;
      if (order !== 0) return order;
    }
    return compared(one.id, other.id);
  });
}

function sortKey<Field extends string>(text: string, allowed: readonly Field[]) {
  const [name = '', direction = 'asc', ...rest] = text.trim().split(/\s+/);
  if (rest.length > 0) throw unprocessable(`Invalid sort_by ${text}`);
  const field = allowed.find((each) => each === name);
  if (!field) throw unprocessable(`sort_by field ${name} must be one of [${allowed.join(',')}]`);
  if (direction !== 'asc' && direction !== 'desc') {
    throw unprocessable(`sort_by value ${direction} must be 'asc' or 'desc'`);
  }
  return { field, sign: direction === 'asc' ? 1 : -1 };
}

function compared(one: unknown, other: unknown): number {
  const [left, right] = [rank(one), rank(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(value: unknown): string {
  const severity = severities.indexOf(String(value));
  return severity === -1 ? String(value) : String(severity);
}
