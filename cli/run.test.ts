import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { afterEach, test } from 'node:test';
import { type CannedAnswer, ran, shownJob, startAnswering } from '../test/rigs/cli.ts';

let close = async () => {};
afterEach(() => close());

async function answering(answer: CannedAnswer): Promise<string> {
  const api = await startAnswering(() => answer);
  close = api.close;
  return api.url;
}

test('help goes to stdout, with the commands and the exit codes', async () => {
  const { code, out, err } = await ran(['--help']);
  assert.equal(code, 0);
  assert.match(out, /launch .*\n.*list/);
  assert.match(out, /Exit codes: 0 done/);
  assert.equal(err, '');
});

test('the help of a command shows its options and those of all commands', async () => {
  const { code, out } = await ran(['launch', '--help']);
  assert.equal(code, 0);
  assert.match(out, /--iterations <number>/);
  assert.match(out, /--url <url>/);
  assert.match(out, /\$ pacer launch -j job\.json/);
});

test('wrong use ends with 2 and says where help is', async () => {
  for (const args of [['lst'], ['show'], ['list', '--nope'], ['launch']]) {
    const { code, out, err } = await ran(args);
    assert.equal(code, 2, args.join(' '));
    assert.equal(out, '');
    assert.match(err, /^pacer: .*\n[\s\S]*pacer COMMAND --help/);
  }
});

test('with --json a wrong use is nothing but JSON', async () => {
  for (const args of [['--json'], ['credentials', '--json'], ['lst', '--json']]) {
    const { code, err } = await ran(args);
    assert.deepEqual([code, JSON.parse(err).error.code], [2, 'usage']);
  }
});

test('without a command the help goes to stderr and the code is 2', async () => {
  const { code, out, err } = await ran([]);
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /Usage: pacer/);
});

test('what the API finds invalid is told with its fields, a line each, and ends with 2 as any wrong use', async () => {
  const fields = [
    { field: 'deadline', problem: 'must lie in the future' },
    { field: 'job.mem', problem: 'must be a number' },
  ];
  const url = await answering([400, { error: { code: 'invalid-request', message: 'All wrong.', fields } }]);
  const { code, err } = await ran(['deadline', 'ID', '10m', '--url', url]);
  assert.equal(code, 2);
  const lines = [
    `pacer: [PATCH] ${url}/jobs/ID: 400`,
    '  deadline must lie in the future',
    '  job.mem must be a number',
  ];
  assert.equal(err, `${lines.join('\n')}\n`);
});

test('with --json an error is one line of JSON with all of it, and stdout stays empty', async () => {
  const url = await answering([404, { error: { code: 'unknown-job', message: 'There is no job X.' } }]);
  const { code, out, err } = await ran(['show', 'X', '-i', url, '--json']);
  assert.deepEqual([code, out], [3, '']);
  const { error } = JSON.parse(err);
  assert.deepEqual([error.code, error.status], ['unknown-job', 404]);
  assert.match(error.message, /^\[GET\] .*\/jobs\/X: 404 There is no job X\.$/);
  assert.match(error.next, /pacer list/);
});

test('a refusal of the gateway says what is missing', async () => {
  const url = await answering([403, { message: 'Forbidden' }]);
  const { code, err } = await ran(['list', '-i', url]);
  assert.equal(code, 3);
  assert.match(err, /403 Forbidden\n.*execute-api:Invoke/);
});

test('a fault of the API, an answer that is none of it, and no answer end with 4', async () => {
  const broken = await answering([500, { error: { code: 'internal', message: 'Something is broken.' } }]);
  assert.match((await ran(['show', 'X', '-i', broken])).err, /500 Something is broken\.\nTry again/);
  await close();
  const other = await answering([200, '<html>Welcome</html>']);
  const { code, err } = await ran(['list', '-i', other]);
  assert.equal(code, 4);
  assert.match(err, /not from Pacer\nIs the address/);
  await close();
  const none = await ran(['list', '-i', other]);
  assert.equal(none.code, 4);
  assert.match(none.err, /ECONNREFUSED\n.*--url or PACER_URL/);
});

test('the address may come from PACER_URL, --url stands above it, and neither shows its password', async () => {
  const url = await answering([200, { jobs: [], next: null }]);
  assert.equal((await ran(['list'], { environment: { PACER_URL: `${url}/` } })).code, 0);
  const wrong = { environment: { PACER_URL: 'http://127.0.0.1:1' } };
  assert.equal((await ran(['list', '--url', url], wrong)).code, 0);
  await close();
  const { err } = await ran(['list', '--url', url.replace('//', '//me:hunter2@')]);
  assert.ok(!err.includes('hunter2'), err);
});

test('what the API answers cannot steer the terminal', async () => {
  const job = { ...shownJob(), name: 'a\u001b[2Jb', problem: 'x\u0007\r\ny' };
  const url = await answering([200, job]);
  const { out } = await ran(['show', 'X', '-i', url]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
  assert.ok(!/[\u0000-\u0009\u000b-\u001f]/.test(out), JSON.stringify(out));
  assert.match(out, /a \[2Jb/);
});

test('a conflict is told with what to do in the words of the command line', async () => {
  const hints: [string, RegExp][] = [
    ['name-in-use', /"pacer cancel NAME" ends it if it is live; or give another --name\./],
    ['ambiguous-name', /Give the id instead of the name\./],
    ['job-finished', /"pacer show JOB" tells how it ended/],
    ['idempotency-key-used', /Give another --idempotency-key/],
  ];
  for (const [code, hint] of hints) {
    const url = await answering([409, { error: { code, message: 'It conflicts.' } }]);
    const failed = await ran(['cancel', 'nightly', '-i', url]);
    assert.equal(failed.code, 3);
    assert.match(failed.err, hint);
    assert.doesNotMatch(failed.err, /DELETE \/jobs\//);
    await close();
  }
});

test('the script for a shell completes commands, their options and the names of live jobs', async () => {
  const bash = await ran(['completion', 'bash']);
  assert.equal(bash.code, 0);
  const completed = (...words: string[]) => completions(bash.out, words);
  assert.deepEqual(completed('pacer', 'la'), ['launch']);
  assert.deepEqual(completed('pacer', 'launch', '--cpus-m'), ['--cpus-min', '--cpus-max']);
  assert.deepEqual(completed('pacer', 'metrics', 're'), ['resend']);
  assert.deepEqual(completed('pacer', 'show', 'nig'), ['nightly']);
  const zsh = await ran(['completion', 'zsh']);
  assert.ok(zsh.out.startsWith('autoload -U +X bashcompinit && bashcompinit\n'));
  assert.equal((await ran(['completion', 'fish'])).code, 2);
});

/** What bash offers for the last word, where "pacer list" lists a job called nightly. */
function completions(script: string, words: string[]): string[] {
  const list = 'pacer() { printf "ID NAME\\n01KD nightly\\n"; }';
  const line = words.map((word) => `'${word}'`).join(' ');
  const asked = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _pacer; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${list}\n${script}\n${asked}`], { encoding: 'utf8' })
    .trim()
    .split('\n');
}
