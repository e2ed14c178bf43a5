import { unprocessable } from './monasca-error.ts';
import { queryValues } from './query-values.ts';
import { severities } from './severity-filter.ts';

/** The order of values that are not sorted as text. */
const orders: Record<string, readonly string[]> = {
  severity: severities,
  state: ['OK', 'UNDETERMINED', 'ALARM'],
};

/** The rows in the order of `?sort_by=field,field desc`, then of their ids. */
export function sortedBy<Row extends { id: string }>(
  query: URLSearchParams,
  rows: Row[],
  allowed: readonly (keyof Row & string)[],
): Row[] {
  const keys = queryValues(query, 'sort_by').map((text) => sortKey(text, allowed));
  return [...rows].sort((one, other) => {
    for (const { field, sign } of keys) {
      const order = compared(rank(field, one[field]), rank(field, other[field])) * sign;
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

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function rank(field: string, value: unknown): string {
  return String(orders[field]?.indexOf(String(value)) ?? value);
}
