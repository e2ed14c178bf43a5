import type { JobStore } from '../ports/job-store.ts';
import { jobItems } from './job-items.ts';
import { lateSeconds } from './late-seconds.ts';
import { leases } from './leases.ts';
import { names } from './names.ts';
import { points } from './points.ts';
import type { Table } from './table.ts';

/** The jobs in DynamoDB: each function is an access pattern. */
export function jobsTable(table: Table): JobStore {
  return {
    ...jobItems(table),
    ...leases(table),
    ...points(table),
    ...names(table),
    ...lateSeconds(table),
  };
}
