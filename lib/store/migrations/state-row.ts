/** The row of a job's state in any schema. */
export interface StateRow {
  schema: number;
  progress: Record<string, unknown>;
  [attribute: string]: unknown;
}
