import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, schemasDirectory } from './stored-rows.ts';

const isPoint = ({ sk }: Row) => String(sk).startsWith('POINT#');

/** What the table holds besides the two rows of each job. Rows of each kind are kept, too. */
export const otherKinds = {
  'point of a live job': (row) =>
    isPoint(row) && row.status === 'RUNNING' && row.decision !== null && lengthOf(row.iterations) > 0,
  'last point of a job': (row) => isPoint(row) && row.status === 'COMPLETED',
  lease: ({ sk }) => sk === 'LEASE',
  'late second': ({ sk }) => sk === 'LATE',
  'name holder': ({ sk }) => sk === 'HOLDER',
  lesson: ({ sk }) => sk === 'LESSON',
  cluster: ({ pk, readAt }) => pk === 'CLUSTERS' && readAt !== undefined,
  'idempotency key': ({ sk }) => sk === 'CLAIM',
} satisfies Record<string, (row: Row) => boolean>;

export type OtherKind = keyof typeof otherKinds;

const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);

/** Where the other rows of a schema are kept, by their kind. */
export const othersFile = (schema: number) => join(schemasDirectory, `schema-${schema}-others.json`);

/** The other rows that were recorded of a schema. */
export function recordedOthers(schema: number): Record<OtherKind, Row> {
  const file = othersFile(schema);
  return JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}');
}
