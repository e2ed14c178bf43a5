import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpstreamError } from './upstream-error.ts';

const call = { method: 'POST', url: 'http://chronos:4400/v1/scheduler/iso8601' };
const excerptOf = (body: string) => new UpstreamError(call, 500, body).excerpt;

test('the error tells method, URL, status and what the remote says', () => {
  const error = new UpstreamError(
    call,
    400,
    '{"exception":"IllegalArgument","message":"the name is\\n bad"}',
  );
  assert.equal(error.message, '[POST] http://chronos:4400/v1/scheduler/iso8601: 400 the name is');
  assert.deepEqual([error.name, error.code, error.status], ['UpstreamError', 'upstream', 400]);
  assert.equal(error.excerpt, 'the name is');
});

test('an answer without a body leaves nothing dangling', () => {
  assert.equal(new UpstreamError(call, 502, '').message, `[POST] ${call.url}: 502`);
});

test('of a page of HTML its text is shown, without scripts and styles', () => {
  const page =
    '<html><style>p { color: red }</style><script>alert(1)</script><h1>Bad</h1><p>Gateway</p></html>';
  assert.equal(excerptOf(page), 'Bad Gateway');
});

test('of a stack trace its first line is shown', () => {
  assert.equal(
    excerptOf('java.lang.NullPointerException\n\tat a.b(C.java:1)\n'),
    'java.lang.NullPointerException',
  );
});

test('a long answer is cut', () => {
  assert.equal(excerptOf('x '.repeat(5000)), 'x '.repeat(100));
});

test('JSON without words is not shown, for it may be what was sent', () => {
  for (const body of ['{"error":5}', '{"message":5}', '{"env":{"A":"b"}}', '["a"]', '"{\\"a\\":1}"'])
    assert.ok(/^"?\{…\}$/.test(excerptOf(body)), excerptOf(body));
  for (const body of ['null', '[]', '5']) assert.equal(excerptOf(body), body);
});

test('of a page of a servlet container its reason is shown, which other answers lack', () => {
  const page =
    '<html><title>Error 500 </title><h2>HTTP ERROR: 500</h2><p>Problem accessing /x. Reason:\n<pre>    java.util.X: No value for &apos;a &amp; &lt;b&gt;&apos;\n\tat y</pre></p></html>';
  const error = new UpstreamError(call, 500, page);
  assert.equal(error.pageReason, "java.util.X: No value for 'a & <b>'");
  assert.equal(error.excerpt, error.pageReason);
  for (const body of ['', '<html>Reason: none</html>', '{"message":"java.util.X"}'])
    assert.equal(new UpstreamError(call, 500, body).pageReason, null);
});
