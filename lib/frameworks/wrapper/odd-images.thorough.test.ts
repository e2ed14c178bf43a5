import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { binFolder, clients, missing, newFolder, sh, shells, whereIs } from '../../../test/rigs/shells.ts';
import {
  accept,
  answerStatuses,
  inParallel,
  runWrapped,
  serve,
  startLoop,
} from '../../../test/rigs/wrapped-command.ts';
import { answer, forGood, hastyPath, patience, start, stopAt } from '../../../test/rigs/wrapped-loop.ts';

const command = 'exit 3';
/** Prints what was answered, no status, and ends with 0 whatever the answer was. */
const plainClient = `#!/bin/sh
[ "$1" != --help ] || exec echo 'usage: wget URL'
while [ $# -gt 1 ]; do
  case $1 in
    --header) set -- "$@" -H "$2"; shift 2 ;;
    --post-data) set -- "$@" -d "$2"; shift 2 ;;
    -H | -d) break ;;
    -O) shift 2 ;;
    -q) shift ;;
    http*) set -- "$@" "$1"; shift ;;
  esac
done
exec ${whereIs('curl')} -q -s "$@"
`;

/** Folders of an image in which `wget` is a client that nobody knows. */
function withPlainClient(tools = {}): string {
  const folder = binFolder(sh, tools);
  writeFileSync(join(folder, 'wget'), plainClient, { mode: 0o755 });
  return folder;
}

describe('a wget that shows no status and never fails', { ...inParallel, skip: missing('curl') }, () => {
  test('delivers a report, which is known from what Pacer answers', async (t) => {
    const { reportUrl, reports } = await serve(t);
    const { code, stderr } = await runWrapped({ command, reportUrl, path: withPlainClient() });
    assert.deepEqual([code, stderr, reports.length], [3, '', 1]);
  });

  test('has not delivered what somebody else answers, or nobody', async (t) => {
    const { reportUrl, reports } = await serve(t, answerStatuses(503, 200, 204));
    const path = withPlainClient({ sleep: 'true' });
    const { stderr } = await runWrapped({ command, reportUrl, path });
    assert.deepEqual([stderr, reports.length], ['', 4]);
    const nobody = await runWrapped({ command, reportUrl: 'http://127.0.0.1:1/', path });
    assert.match(nobody.stderr, /^pacer: run \S+ is not reported \(status none\): \n$/);
  });

  test('tells a loop that the job is over', async (t) => {
    const { path } = hastyPath(sh, [forGood], withPlainClient());
    const loop = await start(t, { command: 'echo run', path }, (_, response) =>
      response.writeHead(409).end('{"error":{"code":"job-finished","message":"No."}}'),
    );
    await loop.asleep(forGood);
    loop.stop();
    assert.deepEqual([(await loop.ended).stdout, loop.reports.length], ['run\n', 1]);
  });
});

test('a curl that does not start is no client', { skip: missing('wget') }, async (t) => {
  const { reportUrl, reports } = await serve(t);
  const path = binFolder(sh, { wget: 'wget' });
  writeFileSync(join(path, 'curl'), '#!/bin/sh\necho "curl: cannot load libcurl.so" >&2; exit 127\n');
  chmodSync(join(path, 'curl'), 0o755);
  const { stderr } = await runWrapped({ command, reportUrl, path });
  assert.deepEqual([stderr, reports.length], ['', 1]);
});

test('the wget of busybox says what https may need', { skip: missing('busybox') }, async () => {
  const path = binFolder(sh, { wget: 'busybox', sleep: 'true' });
  const { code, stderr } = await runWrapped({ command, reportUrl: 'https://127.0.0.1:1/', path });
  assert.equal(code, 3);
  assert.match(stderr, /^pacer: .* \(status none\): .*\(https by this wget may need openssl\)\n$/);
});

test('the wget of busybox says that a proxy is not for it', { skip: missing('busybox') }, async () => {
  const path = binFolder(sh, { wget: 'busybox', sleep: 'true' });
  const env = { PACER_PROXY: 'http://127.0.0.1:1/' };
  const { stderr } = await runWrapped({ command, reportUrl: 'http://127.0.0.1:2/', path, env });
  assert.match(stderr, /^pacer: .* \(status none\): .*\(this wget cannot post through a proxy\)\n$/);
});

describe('a proxy', { concurrency: clients.length }, () => {
  for (const { name, tools, skip } of clients) {
    const path = binFolder(sh, tools);

    test(`that the job uses does not catch the report by ${name}`, { skip }, async (t) => {
      const { reportUrl, reports } = await serve(t);
      const proxy = 'http://127.0.0.1:1/';
      const env = { http_proxy: proxy, https_proxy: proxy, ALL_PROXY: proxy };
      const used = 'echo "$http_proxy $https_proxy $ALL_PROXY"';
      const { stdout, stderr } = await runWrapped({ command: used, reportUrl, path, env });
      assert.deepEqual([stdout, stderr, reports.length], [`${proxy} ${proxy} ${proxy}\n`, '', 1]);
    });

    test(`whose address is wrong shows no password by ${name}`, { skip }, async () => {
      const env = { PACER_PROXY: 'http://somebody:a-password@127.0.0.1:80x/' };
      const { stderr } = await runWrapped({ command, reportUrl: 'http://127.0.0.1:2/', path, env });
      assert.match(stderr, /^pacer: .* is not reported/);
      assert.doesNotMatch(stderr, /a-password/);
    });

    const cannot = name === 'busybox wget' && 'the wget of busybox makes a GET of a POST through a proxy';
    test(`that PACER_PROXY names gets the report by ${name}`, { skip: skip || cannot }, async (t) => {
      const asked: unknown[] = [];
      const { reportUrl: proxy, reports } = await serve(t, (request, response, nth) => {
        asked.push(request.url);
        accept(request, response, nth);
      });
      const reportUrl = 'http://pacer.invalid/jobs/1/iterations';
      const env = { PACER_PROXY: new URL(proxy).origin, no_proxy: 'pacer.invalid' };
      const { stderr } = await runWrapped({ command, reportUrl, path, env });
      assert.deepEqual([stderr, asked, reports.length], ['', [reportUrl], 1]);
    });
  }
});

for (const shell of shells) {
  describe(`in ${shell.name}`, { ...patience, skip: shell.skip }, () => {
    test('the PATH of the job is for its command alone', async (t) => {
      const { reportUrl, reports } = await serve(t);
      const theirs = newFolder();
      for (const tool of ['curl', 'wget', 'date', 'sleep', 'hostname', 'printf', 'env', 'rm']) {
        writeFileSync(join(theirs, tool), `#!/bin/sh\necho my ${tool}\nexit 9\n`, { mode: 0o755 });
      }
      for (const PATH of ['', '/nowhere', theirs]) {
        const { stdout } = await runWrapped({
          command: 'echo "$PATH"; date',
          reportUrl,
          shell,
          env: { PATH },
        });
        assert.equal(stdout, `${PATH}\n${PATH === theirs ? 'my date\n' : ''}`);
      }
      assert.deepEqual(
        reports.map(({ exitCode }) => exitCode),
        [127, 127, 9],
      );
    });

    test('a loop that cannot sleep ends instead of spinning', async (t) => {
      const { reportUrl, reports } = await serve(t, (_, response, nth) =>
        answer(nth > 1 ? 'stop' : 'continue', response),
      );
      const path = binFolder(shell, { curl: 'curl', sleep: 'false' });
      const { code, stderr } = await startLoop(t, { command, reportUrl, shell, path }).ended;
      assert.deepEqual([code, stderr, reports.length], [1, 'pacer: the image needs sleep\n', 1]);
    });

    test('a pause is rounded up where sleep knows whole seconds only', async (t) => {
      const { path, sleeps } = hastyPath(shell, [forGood]);
      const script = `case $1 in *.*) exit 1 ;; esac; exec ${path.split(':')[0]}/sleep "$1"`;
      const whole = newFolder();
      writeFileSync(join(whole, 'sleep'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      const env = { PACER_PAUSE: '2.5' };
      const loop = await start(t, { shell, path: `${whole}:${path}`, env }, stopAt(2));
      await loop.asleep(forGood);
      assert.deepEqual(sleeps(), [3, forGood]);
    });
  });
}
