import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import {
  binFolder,
  newFolder,
  pathWith,
  type Shell,
  shells,
  systemPath,
  whereIs,
} from '../../../test/rigs/shells.ts';
import {
  accept,
  answerStatuses,
  inParallel,
  type Replier,
  runWrapped,
  serve,
  unchanging,
} from '../../../test/rigs/wrapped-command.ts';
import { onOurClock } from '../../request/report-body.ts';
import { wrappedCommand } from './wrapped-command.ts';

const withoutProc = wrappedCommand.replaceAll('/proc/', '/nowhere/');
const date = whereIs('date');

/** A PATH on which `date` is a script. */
const pathWithDate = (shell: Shell, script: string) =>
  pathWith('date', script, `${binFolder(shell)}:${systemPath}`);

type Case = { shell: Shell; command?: string; wrapper?: string; path?: string; answers?: Replier };

/** Runs a command and returns what it reported, and the seconds that all took. */
async function reported(t: TestContext, { answers = accept, ...wrapped }: Case) {
  const { reportUrl, reports } = await serve(t, answers);
  const startedAt = performance.now();
  await runWrapped({ command: ':', reportUrl, ...wrapped });
  return { reports, tookSeconds: (performance.now() - startedAt) / 1000 };
}

describe('the end of a run is dated', { concurrency: shells.length }, () => {
  for (const shell of shells) {
    describe(`in ${shell.name}`, { ...inParallel, skip: shell.skip }, () => {
      test('it is said how long ago the run ended, anew each time that the report is sent', async (t) => {
        const { reports, tookSeconds } = await reported(t, {
          shell,
          command: 'sleep 1',
          answers: answerStatuses(503),
        });
        const [first, second, ...more] = reports;
        assert.ok(first?.endedSecondsAgo !== undefined && second?.endedSecondsAgo !== undefined);
        assert.deepEqual([unchanging(second), more], [unchanging(first), []]);
        assert.ok(first.endedSecondsAgo <= tookSeconds - 1.98, 'the run and the pause are not part of it');
        assert.ok(second.endedSecondsAgo >= first.endedSecondsAgo + 0.98, 'the pause is part of it');
      });

      for (const [year, epochSeconds] of [
        [1970, 86_400],
        [2099, 4_070_908_800],
      ]) {
        const skip = year === 2099 && shell.name === 'mksh' && 'mksh counts in 32 bits, to 2038';
        test(`a container that thinks it is ${year} has its run dated right`, { skip }, async (t) => {
          const before = Date.now() / 1000;
          const path = pathWithDate(shell, `echo ${epochSeconds}`);
          const { reports } = await reported(t, { shell, command: 'sleep 0.3', path });
          const [sent] = reports;
          assert.ok(sent && sent.startedAt === epochSeconds);
          const now = Date.now();
          const { startedAt, finishedAt } = onOurClock(sent, now);
          assert.ok(startedAt >= before && finishedAt <= now / 1000, `${startedAt} to ${finishedAt}`);
          assert.ok(finishedAt - startedAt > 0.285);
        });
      }

      test('without /proc the clock serves, and if it is set meanwhile, the run has just ended', async (t) => {
        const coarse = await reported(t, { shell, wrapper: withoutProc, answers: answerStatuses(503) });
        assert.ok((coarse.reports[1]?.endedSecondsAgo ?? 0) >= 1);
        const count = join(newFolder(), 'count');
        const script = `echo >>'${count}'; [ $(wc -l <'${count}') -le 3 ] && echo 86400 || exec ${date} "$@"`;
        const path = pathWithDate(shell, script);
        const { reports } = await reported(t, { shell, wrapper: withoutProc, path });
        assert.deepEqual(
          reports.map(({ startedAt, endedSecondsAgo }) => [startedAt, endedSecondsAgo]),
          [[86_400, 0]],
        );
      });
    });
  }
});
