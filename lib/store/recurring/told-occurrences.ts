import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { jobSpec } from '../../job/job.ts';
import type { Untold } from '../../ports/telling.ts';
import {
  type PendingOccurrence,
  type RecurringJob,
  toldOccurrence,
  type Verdict,
} from '../../recurring/recurring-job.ts';
import { once } from '../../request/timed.ts';
import { keyOf } from '../keys.ts';
import { listing } from '../listing.ts';
import { finishedJobsKeptDays, holds, inDays, type Table } from '../table.ts';

/** It lies where a point of the job would that it did not launch, so it is told as points are; and it has what a spec would tell. */
const item = once(() =>
  z.extend(toldOccurrence, {
    spec: z.pick(jobSpec, {
      jobId: true,
      name: true,
      framework: true,
      cluster: true,
      launchedBy: true,
      scheduledAt: true,
      webhook: true,
    }),
  }),
);

/** Puts an occurrence that launched no job into the outbox. Written again, it would be told again. */
export async function putVerdict(
  table: Table,
  { spec, createdBy }: Pick<RecurringJob, 'spec' | 'createdBy'>,
  { id, scheduledAt }: Pick<PendingOccurrence, 'id' | 'scheduledAt'>,
  { outcome, sentence }: Verdict,
): Promise<void> {
  const { name, framework, cluster, webhook } = spec;
  const Item = {
    ...keyOf.point(id, scheduledAt),
    outcome,
    sentence,
    scheduledAt,
    at: table.now(),
    spec: { jobId: id, name, framework, cluster, launchedBy: createdBy, scheduledAt, webhook },
    jobId: id,
    listing: listing('untold', id),
    expiresAt: inDays(finishedJobsKeptDays, table),
  };
  const put = { TableName: table.tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  await holds(table.client.send(new PutCommand(put)));
}

/** What is to be told of an occurrence, of its item. */
export function toldOccurrenceOf(found: unknown): Pick<Untold, 'spec' | 'point'> {
  const { spec, ...point } = item().parse(found);
  return { spec, point };
}
