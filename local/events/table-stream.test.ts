import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions } from '../iam/permissions.ts';
import { localAws } from '../local-aws.ts';
import { tableStream } from './table-stream.ts';

const filter = '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"listing":{"S":[{"prefix":"untold#"}]}}}}';
const item = (listing: string) => ({ pk: { S: 'JOB#1' }, sk: { S: 'POINT#1' }, listing: { S: listing } });

/** A function that reads the stream, with the rights to those of its calls. */
function reader(calls: readonly string[]) {
  const grants = calls.map((call) => ({
    action: `dynamodb:${call}`,
    resource: `${localAws.resolve('JobsTable.Arn')}/stream/*`,
    conditions: {},
  }));
  const events: unknown[] = [];
  const failures: string[] = [];
  const onPut = tableStream(
    [
      { id: 'Tell', streams: [[filter]] },
      { id: 'Other', streams: [] },
    ],
    new Map(['Tell', 'Other'].map((id) => [id, { invoke: async (event: unknown) => events.push(event) }])),
    {
      permissions: permissions(new Map([['Tell', grants]])),
      onFailure: (name, error) => void failures.push(`${name}: ${error.message}`),
    },
  );
  return { onPut, events, failures };
}

const all = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

test('a function is invoked for what matches its filter', () => {
  const { onPut, events } = reader(all);
  for (const listing of ['active#1', 'untold#7', '']) onPut(item(listing));
  onPut({ pk: { S: 'CLUSTERS' } });
  assert.equal(events.length, 1);
  assert.partialDeepStrictEqual(events[0], {
    Records: [{ dynamodb: { Keys: { pk: { S: 'JOB#1' }, sk: { S: 'POINT#1' } } } }],
  });
});

test('a function that may not read the stream gets nothing', async () => {
  const { onPut, events, failures } = reader(all.slice(1));
  onPut(item('untold#7'));
  await Promise.resolve();
  assert.deepEqual(events, []);
  assert.match(failures.join(), /^Tell: .* not authorized to perform: dynamodb:DescribeStream/);
});

test('a filter that is written in another way is refused, not passed over', () => {
  const odd = '{"eventName":["INSERT"]}';
  const build = () =>
    tableStream([{ id: 'Tell', streams: [[odd]] }], new Map(), {
      permissions: permissions(new Map()),
      onFailure: () => {},
    });
  assert.throws(build);
});
