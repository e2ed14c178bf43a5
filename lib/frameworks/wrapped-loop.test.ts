import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { until } from '../../local/marathon/test-rig.ts';
import {
  type Answer,
  answerStatuses,
  binFolder,
  inParallel,
  missing,
  newFolder,
  serve,
  sh,
  shells,
  startLoop,
  systemPath,
  token,
  type Wrapped,
  whereIs,
} from './wrapped-command-rig.ts';

type Shell = (typeof shells)[number];

const answer = (next: 'continue' | 'stop', response: Parameters<Answer>[1]) =>
  response.writeHead(202).end(JSON.stringify({ status: 'recorded', next }));

/** Takes every report, and says at the nth that there is no more to do. */
const stopAt =
  (last: number): Answer =>
  (_, response, nth) =>
    answer(nth < last ? 'continue' : 'stop', response);

async function start(t: TestContext, wrapped: Partial<Wrapped>, answers: Answer = stopAt(1)) {
  const { reportUrl, reports } = await serve(t, answers);
  const loop = startLoop(t, { command: ':', reportUrl, ...wrapped });
  const asleep = (seconds: number) =>
    until(() => loop.processes().some((line) => new RegExp(`^\\S*sleep ${seconds}$`).test(line)));
  return { ...loop, reports, asleep };
}

/** A PATH on which a program is a script. */
function pathWith(shell: Shell, program: string, script: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, program), 0o755);
  return `${folder}:${binFolder(shell)}:${systemPath}`;
}

/** A PATH on which no sleep takes any time but those for so many seconds, and all sleeps so far. */
function hastyPath(shell: Shell, real: number[]) {
  const list = join(newFolder(), 'sleeps');
  const script = `echo "$1" >>'${list}'; case $1 in ${real.join(' | ')}) exec ${whereIs('sleep')} "$1" ;; esac`;
  const path = pathWith(shell, 'sleep', script);
  const sleeps = () => (existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n').map(Number) : []);
  return { path, sleeps };
}

/** The sleep of a task that has no more to do. */
const forGood = 3600;
const patience = { ...inParallel, timeout: 20_000 };

for (const shell of shells) {
  describe(`in ${shell.name}`, { ...patience, skip: shell.skip }, () => {
    test('it goes from run to run until it is told to stop, and then sleeps until it is killed', async (t) => {
      const env = { MARATHON_APP_RESOURCE_CPUS: '1.0' };
      const loop = await start(t, { shell, command: 'echo run', env }, stopAt(3));
      await loop.asleep(forGood);
      loop.stop();
      assert.deepEqual(await loop.ended, { code: 143, stdout: 'run\nrun\nrun\n', stderr: '', left: [] });
      const common = { exitCode: 0, cpus: 1, hostname: 'agent-1' };
      assert.deepEqual(
        loop.reports.map(({ startedAt, finishedAt, ...report }) => report),
        [1, 2, 3].map((number) => ({ run: `${loop.task}.${number}`, ...common })),
      );
    });

    test('all runs find the same environment, without the token, and the same signals', async (t) => {
      const command = 'test -z "$PACER_TOKEN" || exit 3; kill -s PIPE $$; exit 4';
      const { path } = hastyPath(shell, [forGood]);
      const loop = await start(t, { shell, command, path }, stopAt(3));
      await loop.asleep(forGood);
      assert.deepEqual(
        loop.reports.map(({ exitCode }) => exitCode),
        [141, 141, 141],
      );
    });

    test('it pauses between two runs, and a second more after one that failed', async (t) => {
      const { path, sleeps } = hastyPath(shell, [forGood]);
      const command = 'test -e "$FLAG" || { : >"$FLAG"; exit 7; }';
      const env = { PACER_PAUSE: '30', FLAG: join(newFolder(), 'flag') };
      const loop = await start(t, { shell, command, path, env }, stopAt(3));
      await loop.asleep(forGood);
      assert.deepEqual(sleeps(), [1, 30, 30, forGood]);
      assert.deepEqual(
        loop.reports.map(({ exitCode }) => exitCode),
        [7, 0, 0],
      );
    });

    test('a report that is not taken is sent again as it was, and nothing runs meanwhile', async (t) => {
      const { path, sleeps } = hastyPath(shell, [forGood]);
      const refusals = answerStatuses(503, 500, 429, 503, 503, 408, 503);
      const loop = await start(t, { shell, command: 'echo run', path }, (request, response, nth) => {
        if (nth === 8) request.socket.resetAndDestroy();
        else if (nth < 8) refusals(request, response, nth);
        else stopAt(9)(request, response, nth);
      });
      await loop.asleep(forGood);
      loop.stop();
      const { stdout, stderr } = await loop.ended;
      assert.equal(stdout, 'run\n');
      assert.match(stderr, /^pacer: run \S+\.1 is not reported \(status 408\): .*\n$/);
      assert.deepEqual(sleeps(), [1, 2, 4, 8, 16, 0, 15, 1, 2, forGood]);
      const [first] = loop.reports;
      assert.deepEqual(loop.reports, Array(9).fill(first));
    });

    for (const status of [401, 404, 409]) {
      test(`after a ${status} it does no more`, async (t) => {
        const loop = await start(t, { shell, command: 'echo run' }, answerStatuses(status));
        await loop.asleep(forGood);
        loop.stop();
        const { code, stdout, stderr } = await loop.ended;
        assert.deepEqual([code, stdout, loop.reports.length], [143, 'run\n', 1]);
        assert.match(stderr, new RegExp(`^pacer: run ${loop.task}.1 is not reported \\(status ${status}\\)`));
      });
    }

    for (const whom of ['the shell', 'everything'] as const) {
      describe(`when ${whom} is asked to end`, patience, () => {
        test('before a run begins, none does', async (t) => {
          const path = pathWith(shell, 'date', `sleep 0.3; exec ${whereIs('date')} "$@"`);
          const loop = await start(t, { shell, command: 'echo run', path });
          await loop.asleep(0.3);
          loop.stop(whom);
          const { code, stdout, left } = await loop.ended;
          assert.deepEqual([code, stdout, left, loop.reports], [143, '', [], []]);
        });

        test('in the run, the run is stopped and not reported', async (t) => {
          const loop = await start(t, { shell, command: 'exec sleep 601' });
          await loop.asleep(601);
          loop.stop(whom);
          const { code, stdout, left } = await loop.ended;
          assert.deepEqual([code, stdout, left, loop.reports], [143, '', [], []]);
        });

        test('in the pause or at the end, it leaves nothing behind', async (t) => {
          for (const [last, seconds] of [
            [2, 602],
            [1, forGood],
          ] as const) {
            const loop = await start(t, { shell, env: { PACER_PAUSE: '602' } }, stopAt(last));
            await loop.asleep(seconds);
            loop.stop(whom);
            assert.deepEqual(await loop.ended, { code: 143, stdout: '', stderr: '', left: [] });
          }
        });

        test('amid a report, the report is sent to its end and no other run begins', async (t) => {
          const { path } = hastyPath(shell, [forGood]);
          const loop = await start(t, { shell, command: 'echo run', path }, (_, response, nth) => {
            loop.stop(whom);
            if (nth < 3) response.writeHead(503).end();
            else answer('continue', response);
          });
          assert.deepEqual(await loop.ended, { code: 143, stdout: 'run\n', stderr: '', left: [] });
          assert.equal(loop.reports.length, 3);
        });

        test('while nobody takes the report, it is tried once more', async (t) => {
          const { path } = hastyPath(shell, [15]);
          const refusals = answerStatuses(...Array<number>(6).fill(503));
          const loop = await start(t, { shell, command: 'echo run', path }, refusals);
          await loop.asleep(15);
          loop.stop(whom);
          const { code, stdout, left } = await loop.ended;
          assert.deepEqual([code, stdout, left, loop.reports.length], [143, 'run\n', [], 7]);
        });
      });
    }
  });
}

const clients = [
  { name: 'curl', tools: { curl: 'curl' }, skip: missing('curl') },
  { name: 'GNU wget', tools: { wget: 'wget' }, skip: missing('wget') },
  { name: 'busybox wget', tools: { wget: 'busybox' }, skip: missing('busybox') },
];

for (const { name, tools, skip } of clients) {
  test(`${name} tells going on from stopping`, { ...patience, skip }, async (t) => {
    const loop = await start(t, { path: binFolder(sh, tools) }, stopAt(2));
    await loop.asleep(forGood);
    loop.stop();
    assert.deepEqual(await loop.ended, { code: 143, stdout: '', stderr: '', left: [] });
    assert.equal(loop.reports.length, 2);
  });
}

test('without a client it says what the image needs, and does not go on', { ...patience }, async (t) => {
  const loop = await start(t, { command: 'echo run', path: binFolder(sh) });
  await loop.asleep(15);
  loop.stop();
  const { code, stdout, stderr } = await loop.ended;
  assert.deepEqual([code, stdout], [143, 'run\n']);
  assert.match(stderr, /^(pacer: run \S+ is not reported \(status none\): the image needs curl\n)+$/);
});

test('an answer that shows the token is cut there', { ...patience }, async (t) => {
  const loop = await start(t, {}, (_, response) => response.writeHead(404).end(`unknown ${token}`));
  await loop.asleep(forGood);
  loop.stop();
  assert.match((await loop.ended).stderr, /: unknown\n$/);
});
