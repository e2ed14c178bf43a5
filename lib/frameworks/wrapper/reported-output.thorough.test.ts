import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { mesosCluster } from '../../../simulators/mesos/cluster.ts';
import { until } from '../../../test/rigs/marathon-simulator.ts';
import { newFolder, type Shell, sh, shells } from '../../../test/rigs/shells.ts';
import { inParallel, runWrapped, serve, token } from '../../../test/rigs/wrapped-command.ts';
import { stopAt } from '../../../test/rigs/wrapped-loop.ts';
import { wrappedCommand, wrappedEnvironment, wrappedLoop } from './wrapped-command.ts';

interface Options {
  shell?: Shell;
  reportOutput?: boolean;
  loop?: { runs: number };
}

/** What a command reported as a task of an agent: the end of its stderr, as text, and the sandbox, run by run. */
async function outputs(t: TestContext, command: string, options: Options = {}) {
  const { shell = sh, reportOutput = true, loop } = options;
  const { reportUrl, reports } = await serve(t, stopAt(loop?.runs ?? 1));
  const agent = { id: 'one', hostname: 'one.example', cpus: 4, mem: 1024, disk: 1024 };
  const cluster = mesosCluster({ agents: [agent], directory: newFolder() });
  t.after(() => cluster.close());
  const [file = '', ...args] = [...shell.argv, '-c', loop ? wrappedLoop : wrappedCommand];
  const env = wrappedEnvironment({ command, reportUrl, token, jobId: '1', reportOutput });
  const task = { id: 'task', name: 'task', command: file, arguments: args, shell: false, env };
  const isOver = new Promise<void>((resolve) => {
    cluster.subscribe(({ state }) => state !== 'TASK_RUNNING' && resolve());
  });
  const sandbox = cluster.launch({ ...task, cpus: 1, mem: 32, disk: 32 })?.sandbox;
  if (loop) await until(() => reports.length >= loop.runs);
  else await isOver;
  const shown = reports.map(({ stderrHex = '', ...report }) => ({
    stderr: Buffer.from(stderrHex, 'hex').toString(),
    sandbox: report.sandbox,
  }));
  return { shown, sandbox };
}

for (const shell of shells) {
  describe(`in ${shell.name}`, { ...inParallel, skip: shell.skip }, () => {
    test('a failed run reports the end of its stderr, and its sandbox', async (t) => {
      const command = `echo out; printf 'é "quoted" \\\\ %s\\n\\001' "$HOST" >&2; exit 7`;
      const { shown, sandbox } = await outputs(t, command, { shell });
      assert.deepEqual(shown, [{ stderr: 'é "quoted" \\ one.example\n\u0001', sandbox }]);
    });

    test('of much it reports the last 2 KB', async (t) => {
      const command = `head -c 100000 /dev/zero | tr '\\0' a >&2; printf end >&2; exit 7`;
      const { shown } = await outputs(t, command, { shell });
      assert.equal(shown[0]?.stderr, `${'a'.repeat(2045)}end`);
    });

    test('each run of a loop reports what is its own', async (t) => {
      const command = 'read n <n || n=0; echo $((n + 1)) >n; echo "run $n" >&2; exit $((n % 2))';
      const { shown } = await outputs(t, command, { shell, loop: { runs: 4 } });
      assert.deepEqual(
        shown.map(({ stderr }) => stderr.replace(/.*cannot open.*\n|.*No such file.*\n/, '')),
        ['', 'run 1\n', '', 'run 3\n'],
      );
    });

    test('what comes to the sandbox later, as by way of Docker, is waited for', async (t) => {
      const MESOS_SANDBOX = newFolder();
      writeFileSync(join(MESOS_SANDBOX, 'stderr'), 'of the executor\n');
      const command = '(sleep 0.3; echo late >>"$MESOS_SANDBOX/stderr") & exit 7';
      const { reportUrl, reports } = await serve(t);
      await runWrapped({ command, reportUrl, shell, env: { MESOS_SANDBOX } });
      assert.equal(Buffer.from(reports[0]?.stderrHex ?? '', 'hex').toString(), 'late\n');
    });

    test('a file that was rotated meanwhile is taken from its beginning', async (t) => {
      const { shown } = await outputs(
        t,
        'echo long enough >&2; : >"$MESOS_SANDBOX/stderr"; echo new >&2; exit 7',
        { shell },
      );
      assert.equal(shown[0]?.stderr, 'new\n');
    });
  });
}

test('a run that succeeds reports none, nor does one whose job wants none', async (t) => {
  assert.deepEqual((await outputs(t, 'echo error >&2')).shown, [{ stderr: '', sandbox: undefined }]);
  const { shown, sandbox } = await outputs(t, 'echo error >&2; exit 7', { reportOutput: false });
  assert.deepEqual(shown, [{ stderr: '', sandbox }]);
});

test('without a sandbox that it can read, or without its tools, a run is reported as ever', async (t) => {
  for (const env of [{}, { MESOS_SANDBOX: '/nowhere' }, { MESOS_SANDBOX: 'a "b' }]) {
    const { reportUrl, reports } = await serve(t);
    const { code, stderr } = await runWrapped({ command: 'exit 7', reportUrl, env });
    assert.deepEqual([code, stderr, reports[0]?.exitCode, reports[0]?.stderrHex], [7, '', 7, undefined]);
  }
});

test('the sandbox within a container is not told: nobody finds it', async (t) => {
  const { reportUrl, reports } = await serve(t);
  await runWrapped({ command: 'exit 7', reportUrl, env: { MESOS_SANDBOX: '/mnt/mesos/sandbox' } });
  assert.deepEqual([reports.length, reports[0]?.sandbox], [1, undefined]);
});
