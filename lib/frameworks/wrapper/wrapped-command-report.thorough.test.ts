import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { binFolder, clients, newFolder, sh, shells } from '../../../test/rigs/shells.ts';
import {
  accept,
  answerStatuses,
  inParallel,
  runWrapped,
  serve,
  token,
  unchanging,
  type Wrapped,
} from '../../../test/rigs/wrapped-command.ts';
import type { SentReport } from '../../request/report-body.ts';
import { wrappedCommand } from './wrapped-command.ts';

/** The command lines of the processes that mention the text. */
function commandLines(mention: string): string[] {
  const read = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return ''; // no process, or one that has just ended
    }
  };
  return readdirSync('/proc')
    .map(read)
    .filter((line) => line.includes(mention));
}

describe('the report goes out', { concurrency: clients.length }, () => {
  for (const { name, tools, skip } of clients) {
    describe(`with ${name}`, { ...inParallel, skip }, () => {
      const command = 'exit 3';
      const path = binFolder(sh, tools);
      const impatientPath = binFolder(sh, { ...tools, sleep: 'true' });

      test('an overloaded server is asked again, with the same report', async (t) => {
        const { reportUrl, reports } = await serve(t, answerStatuses(503, 429));
        const { code, run, stderr } = await runWrapped({ command, reportUrl, path });
        assert.deepEqual([code, stderr, reports.length, reports[0]?.run], [3, '', 3, run]);
        const [first, ...others] = reports.map(unchanging);
        assert.deepEqual(others, [first, first]);
      });

      test('a broken connection is tried again', async (t) => {
        const { reportUrl, reports } = await serve(t, (request, response, nth) =>
          nth === 1 ? request.socket.resetAndDestroy() : accept(request, response, nth),
        );
        const { code, stderr } = await runWrapped({ command, reportUrl, path });
        assert.deepEqual([code, stderr, reports.length], [3, '', 2]);
      });

      test('a refusal is final, and said on stderr in one line', async (t) => {
        const { reportUrl, reports } = await serve(t, answerStatuses(401));
        const { code, run, stderr } = await runWrapped({ command, reportUrl, path });
        assert.deepEqual([code, reports.length], [3, 1]);
        assert.match(stderr, new RegExp(`^pacer: run ${run} is not reported \\(status 401\\): .{1,200}\\n$`));
        if (name === 'curl') assert.match(stderr, /: {"message":"answer 1","echo":"\n$/);
      });

      test('after six tries it gives up', async (t) => {
        const { reportUrl, reports } = await serve(t, answerStatuses(...Array<number>(9).fill(500)));
        const { code, stderr } = await runWrapped({ command, reportUrl, path: impatientPath });
        assert.deepEqual([code, reports.length], [3, 6]);
        assert.match(stderr, /^pacer: .* \(status 500\): .*\n$/);
      });

      test('a server that is down changes nothing for the job', async () => {
        const reportUrl = 'http://127.0.0.1:1/';
        const { code, stderr } = await runWrapped({ command, reportUrl, path: impatientPath });
        assert.equal(code, 3);
        assert.match(stderr, /^pacer: .* \(status (none|000)\): .*onnect.*\n$/);
      });

      test('the token stays in no file and, but for busybox, is on no command line', async (t) => {
        const seen: string[] = [];
        const { reportUrl } = await serve(t, (request, response, nth) => {
          seen.push(...commandLines(reportUrl));
          accept(request, response, nth);
        });
        const TMPDIR = newFolder();
        await runWrapped({ command, reportUrl, path, env: { TMPDIR } });
        assert.ok(seen.length > 0);
        assert.equal(
          seen.some((line) => line.includes(token)),
          name === 'busybox wget',
        );
        assert.deepEqual(readdirSync(TMPDIR), []);
      });
    });
  }
});

test('without curl and wget it says what the image needs', async () => {
  const ran = await runWrapped({ command: 'exit 3', reportUrl: 'http://127.0.0.1:1/', path: binFolder(sh) });
  assert.equal(ran.code, 3);
  assert.match(ran.stderr, /^pacer: .*: the image needs curl\n$/);
});

test('a curlrc in the image has no say', async (t) => {
  const { reportUrl, reports } = await serve(t);
  const HOME = newFolder();
  writeFileSync(join(HOME, '.curlrc'), 'url = "http://127.0.0.1:1/"\nverbose\n');
  const { stderr } = await runWrapped({ command: ':', reportUrl, env: { HOME } });
  assert.deepEqual([stderr, reports.length], ['', 1]);
});

/** Runs a command that is wrapped otherwise than usual and returns its report. */
async function reportOf(t: TestContext, wrapped: Partial<Wrapped>): Promise<SentReport> {
  const { reportUrl, reports } = await serve(t);
  await runWrapped({ command: ':', reportUrl, ...wrapped });
  assert.ok(reports[0] && reports.length === 1);
  return reports[0];
}
const runIds = (t: TestContext, cases: Partial<Wrapped>[]) =>
  Promise.all(cases.map(async (wrapped) => (await reportOf(t, wrapped)).run));
const withoutProc = wrappedCommand.replaceAll('/proc/', '/nowhere/');

for (const shell of shells) {
  describe(`in ${shell.name}`, { ...inParallel, skip: shell.skip }, () => {
    test('a kill is passed on, waited for, and the run not reported', async (t) => {
      const { reportUrl, reports } = await serve(t);
      const command = 'trap "sleep 0.2; echo bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done';
      const ran = await runWrapped({ command, reportUrl, shell, onStdout: (kill) => kill() });
      assert.deepEqual([ran.code, ran.stdout, reports], [143, 'ready\nbye\n', []]);
    });

    test('a kill ends a command that takes no care of it', async (t) => {
      const { reportUrl, reports } = await serve(t);
      const command = 'echo ready; exec sleep 30';
      const { code } = await runWrapped({ command, reportUrl, shell, onStdout: (kill) => kill() });
      assert.deepEqual([code, reports], [143, []]);
    });

    test('a kill does not stop the report of a run that is complete', async (t) => {
      const kills: (() => void)[] = [];
      const { reportUrl, reports } = await serve(t, (request, response, nth) => {
        for (const kill of kills) kill();
        accept(request, response, nth);
      });
      const command = 'echo ready; exit 3';
      const ran = await runWrapped({ command, reportUrl, shell, onStdout: (kill) => kills.push(kill) });
      assert.deepEqual([ran.code, ran.stderr, reports.length, kills.length], [3, '', 1, 1]);
    });

    test('distinct tasks make distinct runs, the same every time', async (t) => {
      const long = 'a b'.repeat(80);
      const short = [
        'ct:1:0:a b:',
        'ct:1:0:a#b:',
        'ct:1:0:a_b:',
        'ct:1:0:a=20b:',
        'é',
        'ê',
        '"',
        "'",
        '\\',
        '*',
        '\n',
      ];
      const tasks = [...short, `1${long}`, `2${long}`, `${long}1`, `${long}2`];
      const cases = tasks.map((task) => ({ shell, env: { MESOS_TASK_ID: task } }));
      const runs = await runIds(t, cases);
      assert.deepEqual(runs.slice(0, 4), [
        'ct:1:0:a=20b:',
        'ct:1:0:a=23b:',
        'ct:1:0:a_b:',
        'ct:1:0:a=3d20b:',
      ]);
      assert.equal(new Set(runs).size, tasks.length);
      assert.deepEqual(await runIds(t, cases.slice(-2)), runs.slice(-2));
    });

    test('the duration is measured, in centiseconds where there is /proc', async (t) => {
      const fine = await reportOf(t, { shell, command: 'sleep 0.3' });
      assert.ok(fine.finishedAt - fine.startedAt > 0.285, `${fine.finishedAt - fine.startedAt} s`);
      const coarse = await reportOf(t, { shell, command: 'sleep 1', wrapper: withoutProc });
      assert.ok(coarse.finishedAt - coarse.startedAt >= 1 && Number.isInteger(coarse.finishedAt));
    });
  });
}

test('the older name of the task id serves too, and a run without any is unique', async (t) => {
  const none = { env: { MESOS_TASK_ID: '' } };
  const old = { env: { MESOS_TASK_ID: '', mesos_task_id: 'ct:2' } };
  const runs = await runIds(t, [
    old,
    none,
    none,
    { ...none, wrapper: withoutProc },
    { ...none, wrapper: withoutProc },
  ]);
  assert.equal(runs[0], 'ct:2');
  assert.equal(new Set(runs).size, 5);
});

test('cpus and host are left out if they would not be JSON', async (t) => {
  const cpusAndHost = async (cpus: string, HOST: string) => {
    const report = await reportOf(t, { env: { PACER_CPUS: cpus, HOST } });
    return [report.cpus, report.hostname];
  };
  for (const cpus of ['', '.5', '1.', '1.2.3', '01', '1;', '1"']) {
    assert.deepEqual(await cpusAndHost(cpus, 'a"b'), [undefined, undefined]);
  }
  assert.deepEqual(await cpusAndHost('10', 'a-1.b'), [10, 'a-1.b']);
  assert.deepEqual(await cpusAndHost('0.05', 'a\nb'), [0.05, undefined]);
});
