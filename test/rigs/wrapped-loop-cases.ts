import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder, pathWith, type Shell, whereIs } from './shells.ts';
import { answerStatuses } from './wrapped-command.ts';
import { answer, forGood, hastyPath, pathOf, patience, start, stopAt } from './wrapped-loop.ts';

/** What the loop of a Marathon task does from run to run, and when it is asked to end. */
export function loopCases(shell: Shell): void {
  describe(`in ${shell.name}`, { ...patience, skip: shell.skip }, () => {
    test('it goes from run to run until it is told to stop, and then sleeps until it is killed', async (t) => {
      const env = { MARATHON_APP_RESOURCE_CPUS: '1.0' };
      const loop = await start(t, { shell, command: 'echo run', env }, stopAt(3));
      await loop.asleep(forGood);
      loop.stop();
      assert.deepEqual(await loop.ended, { code: 143, stdout: 'run\nrun\nrun\n', stderr: '', left: [] });
      const common = { exitCode: 0, cpus: 1, hostname: 'agent-1' };
      assert.deepEqual(
        loop.reports.map(({ startedAt, finishedAt, endedSecondsAgo, ...report }) => report),
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

    for (const whom of ['the shell', 'everything'] as const) {
      describe(`when ${whom} is asked to end`, patience, () => {
        test('before a run begins, none does', async (t) => {
          const path = pathWith('date', `sleep 1.3; exec ${whereIs('date')} "$@"`, pathOf(shell));
          const loop = await start(t, { shell, command: 'echo run', path });
          await loop.asleep(1.3);
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
          const unready = answerStatuses(...Array<number>(6).fill(503));
          const loop = await start(t, { shell, command: 'echo run', path }, unready);
          await loop.asleep(15);
          loop.stop(whom);
          const { code, stdout, left } = await loop.ended;
          assert.deepEqual([code, stdout, left, loop.reports.length], [143, 'run\n', [], 7]);
        });
      });
    }
  });
}
