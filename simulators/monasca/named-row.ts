import { notFound } from './monasca-error.ts';
import type { MonascaRequest } from './route.ts';

/** What of a request's project has the id that its path names; throws if nothing has. */
export function namedRow<Row extends { id: string; tenant: string }>(
  { tenant, params }: MonascaRequest,
  rows: readonly Row[],
): Row {
  const found = rows.find((each) => each.tenant === tenant && each.id === params.id);
  if (!found) throw notFound();
  return found;
}
