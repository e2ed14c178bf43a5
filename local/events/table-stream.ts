import * as z from 'zod';
import type { OnPut, PutItem } from '../iam/guard-dynamodb.ts';
import type { Permissions } from '../iam/permissions.ts';
import type { LocalFunction } from '../lambda/function.ts';
import { localAws } from '../local-aws.ts';
import type { TemplateFunction } from '../template.ts';

const pattern = z.strictObject({
  eventName: z.tuple([z.literal('INSERT')]),
  dynamodb: z.strictObject({
    NewImage: z.record(z.string(), z.record(z.string(), z.array(z.strictObject({ prefix: z.string() })))),
  }),
});

export interface StreamOptions {
  permissions: Permissions;
  onFailure: (functionName: string, error: Error) => void;
}

/**
 * The stream of the table: invokes each function that the template subscribes with the items that match its filter. It covers new
 * items, and filters by the beginning of an attribute. A batch that fails is not retried, and a record that is not delivered before the
 * stack ends is lost, as a record is on AWS after a day: a function that reads a stream needs a rule as well.
 */
export function tableStream(
  lambdas: readonly Pick<TemplateFunction, 'id' | 'streams'>[],
  functions: ReadonlyMap<string, Pick<LocalFunction, 'invoke'>>,
  { permissions, onFailure }: StreamOptions,
): OnPut {
  const readers = lambdas.flatMap(({ id, streams }) =>
    streams.map((filters) => ({ id, wants: anyOf(filters) })),
  );
  let sequence = 0;
  return (item) => {
    for (const { id, wants } of readers) {
      if (!wants(item)) continue;
      const refusal = readingRefused(permissions, id);
      const records = { Records: [recordOf(item, ++sequence)] };
      const invoked = refusal ? Promise.reject(new Error(refusal)) : functions.get(id)?.invoke(records);
      invoked?.catch((error: Error) => onFailure(id, error));
    }
  };
}

function anyOf(filters: readonly string[]): (item: PutItem) => boolean {
  const patterns = filters.map((text) => pattern.parse(JSON.parse(text)).dynamodb.NewImage);
  return (item) =>
    patterns.some((attributes) =>
      Object.entries(attributes).every(([name, types]) =>
        Object.entries(types).every(([type, prefixes]) =>
          prefixes.some(({ prefix }) => String(item[name]?.[type] ?? '').startsWith(prefix)),
        ),
      ),
    );
}

const reads = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** Lambda reads a stream with the rights of the function. */
function readingRefused(permissions: Permissions, id: string): string | null {
  const refusals = reads.map((read) =>
    permissions.refusal(id, {
      action: `dynamodb:${read}`,
      resource: localAws.resolve('JobsTable.StreamArn'),
    }),
  );
  return refusals.find((each) => each !== null) ?? null;
}

function recordOf(item: PutItem, sequence: number) {
  return {
    eventID: String(sequence),
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    awsRegion: localAws.region,
    dynamodb: {
      Keys: { pk: item.pk, sk: item.sk },
      NewImage: item,
      SequenceNumber: String(sequence).padStart(21, '0'),
      StreamViewType: 'NEW_IMAGE',
    },
    eventSourceARN: localAws.resolve('JobsTable.StreamArn'),
  };
}
