import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chronosStub,
  done,
  json,
  page,
  type StubAnswer,
  says,
  script,
  silent,
  spec,
} from '../../../test/rigs/chronos-stub.ts';

const unread = page('java.util.NoSuchElementException: No value found for &apos;bridge&apos;');
const jackson = (address: string) =>
  page(`com.fasterxml.jackson.databind.JsonMappingException: x [Source: HttpInput@${address}; line: 1]`);

async function submit(t: Parameters<typeof chronosStub>[0], posts: StubAnswer[]) {
  const { framework, calls } = await chronosStub(t, '3.0.2', script({ 'POST /iso8601': posts }));
  return { result: framework.submit(spec, 0.5), calls };
}

test('a definition that Chronos cannot read is refused after three equal answers, with its reason', async (t) => {
  const { result, calls } = await submit(t, [unread]);
  await assert.rejects(result, {
    name: 'RefusedDefinitionError',
    message: "Chronos cannot read the job: java.util.NoSuchElementException: No value found for 'bridge'",
  });
  assert.equal(calls.length, 3);
});

test('the address of an object in the reason makes no difference', async (t) => {
  const { result } = await submit(t, ['1a2b', '3c4d', '5e6f'].map(jackson));
  await assert.rejects(result, { name: 'RefusedDefinitionError', message: /HttpInput; line: 1\]$/ });
});

test('a failure to read that passes is none', async (t) => {
  const { result, calls } = await submit(t, [unread, unread, done]);
  await result;
  assert.equal(calls.length, 3);
});

const troubles: [string, StubAnswer[]][] = [
  [
    'its own trouble is JSON',
    [json({ message: 'java.lang.NullPointerException\n\tat x', status: 'x' }, 500)],
  ],
  ['an empty answer says nothing', [silent(500)]],
  ['a follower without a leader shows a page', [page('Error proxying request to leader')]],
  ['a network has exceptions too', [page('java.net.ConnectException: Connection refused')]],
  ['so has ZooKeeper', [page('org.apache.zookeeper.KeeperException$ConnectionLossException: x')]],
  ['answers that differ prove nothing', [unread, page('java.lang.NullPointerException')]],
  ['a gateway is none of Chronos', [silent(502)]],
];
for (const [it, posts] of troubles) {
  test(`the job is not refused: ${it}`, async (t) => {
    const { result, calls } = await submit(t, posts);
    await assert.rejects(result, { name: 'UpstreamError' });
    assert.equal(calls.length, posts.length);
  });
}

test('Chronos 2 gives no reason, so the trouble says what it may be', async (t) => {
  const { result, calls } = await submit(t, [page('Server Error')]);
  await assert.rejects(
    result,
    /: 500 Server Error\. Either Chronos is in trouble, or it cannot read the job: look at its container/,
  );
  assert.equal(calls.length, 1);
});

test('what it understands and does not want is refused at once', async (t) => {
  const { result, calls } = await submit(t, [says("the job's name is invalid")]);
  await assert.rejects(result, { name: 'RefusedDefinitionError', message: /name is invalid/ });
  assert.equal(calls.length, 1);
});
