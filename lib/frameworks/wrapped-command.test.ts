import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, type TestContext, test } from 'node:test';
import { parseReport, type Report } from '../job/report.ts';
import { wrappedCommand, wrappedEnvironment } from './wrapped-command.ts';

const token = 'secret_7fJ-Qz.91';
const workspace = mkdtempSync(join(tmpdir(), 'wrapped-command-'));
after(() => rmSync(workspace, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(workspace, 'folder-'));
const inParallel = { concurrency: 6 };

type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;
const accept: Answer = (_, response) => response.writeHead(202).end('{}');
const answerStatuses =
  (...statuses: number[]): Answer =>
  (_, response, nth) =>
    response.writeHead(statuses[nth - 1] ?? 200).end(`{"message":"answer\n${nth}","echo":"${token}"}`);

/** Takes reports, which must be such as the API takes, until the test ends. */
async function serve(t: TestContext, answer: Answer = accept) {
  const reports: Report[] = [];
  const server = createServer(async (request, response) => {
    const { authorization, 'content-type': type } = request.headers;
    assert.deepEqual([request.method, authorization, type], ['POST', `Bearer ${token}`, 'application/json']);
    reports.push(parseReport(JSON.parse(await text(request)), Date.now()));
    answer(request, response, reports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close().closeAllConnections());
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return { reportUrl: `http://127.0.0.1:${address.port}/jobs/1/iterations`, reports };
}

const systemPath = process.env.PATH ?? '';
const whereIs = (tool: string) =>
  systemPath
    .split(':')
    .map((folder) => join(folder, tool))
    .find((path) => existsSync(path));
const missing = (tool: string) => (whereIs(tool) ? false : `${tool} is not installed`);

type Shell = { name: string; argv: string[]; skip: string | false };
const shellNamed = (name: string): Shell => {
  const [tool = '', ...applet] = name.split(' ');
  return { name, argv: [whereIs(tool) ?? tool, ...applet], skip: missing(tool) };
};
const sh = shellNamed('sh');
const shells = [sh, ...['dash', 'bash', 'busybox sh'].map(shellNamed)];

/** A folder for PATH in which `sh` is the given shell, and there is little else but the given tools. */
function binFolder(shell: Shell, tools: Record<string, string> = {}): string {
  const folder = newFolder();
  const basics = { date: 'date', hostname: 'hostname', sleep: 'sleep', rm: 'rm' };
  for (const [name, target] of Object.entries({ sh: shell.argv[0] ?? 'sh', ...basics, ...tools })) {
    symlinkSync(whereIs(target) ?? target, join(folder, name));
  }
  return folder;
}

type Launch = { env: Record<string, string>; onStdout?: ((kill: () => void) => void) | undefined };

async function launch([file = '', ...args]: string[], { env, onStdout }: Launch) {
  const child = spawn(file, args, { cwd: newFolder(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => onStdout?.(() => child.kill('SIGTERM')));
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

type Wrapped = Partial<Launch> & {
  command: string;
  reportUrl: string;
  shell?: Shell;
  path?: string;
  wrapper?: string;
};

/** Runs the wrapped command as Mesos would. Its output must not show the token, whatever happens. */
async function runWrapped({ command, reportUrl, shell = sh, wrapper = wrappedCommand, ...rest }: Wrapped) {
  const settings = wrappedEnvironment({ command, reportUrl, token, cpus: 0.5, jobId: '1' });
  const path = rest.path ?? `${binFolder(shell)}:${systemPath}`;
  const env = { PATH: path, HOST: 'agent-1', MESOS_TASK_ID: randomUUID(), ...settings, ...rest.env };
  const ran = await launch([...shell.argv, '-c', wrapper], { env, onStdout: rest.onStdout });
  assert.ok(!`${ran.stdout}${ran.stderr}`.includes(token), ran.stderr);
  return { ...ran, run: env.MESOS_TASK_ID };
}

/** Commands stand apart by ¦ or by lines, and ⏎ is a line break within one. */
const hostileCommands =
  `exit 3 ¦ \t⏎ ¦ : ¦ true # comment ¦ exit 4 # comment '" ¦ false & ¦ sleep 0.1; false; # &
echo a \\ ¦ echo "double 'single' \\"" 'single "double"' ¦ echo 1⏎echo 2⏎⏎exit 5⏎ ¦ echo one\r⏎ ¦ echo "open ¦ ) ¦ echo $(
cat <<END⏎$HOST \`echo tick\` "quoted"⏎END⏎ ¦ cat <<'END'⏎$HOST \`echo\`⏎END ¦ cat <<END⏎no end ¦ if true; then
set -e; false; echo never ¦ set -u; echo "$nope"; echo never ¦ set -x; echo traced ¦ exec sh -c "exit 6" ¦ exec nonesuch
nonesuch ¦ kill $$; sleep 5 ¦ kill -9 $$; sleep 5 ¦ kill -USR1 $$; sleep 5 ¦ exit 143 ¦ exit 255 ¦ trap "" TERM; kill $$
trap "echo bye; exit 7" EXIT; exit 1 ¦ echo é 漢字 🙂; exit 9 ¦ cat; read line; exit 10 ¦ exec 0<&-; exit 11
exec 1>&-; exit 12 ¦ exec 1>&- 2>&-; exit 13 ¦ cd /; exit 14 ¦ rmdir "$PWD"; exit 15 ¦ umask 777; exit 16
PATH=/nowhere; export PATH; exit 17 ¦ IFS=abcdefghijklmnopqrstuvwxyz; export IFS; exit 18
head -c 1000000 /dev/zero | tr "\\0" x; exit 19 ¦ : ${'x'.repeat(60_000)}; exit 20 ¦ echo /et[c] /et? *; exit 21
echo $HOST $((1 + 2)) %s%d \\n ¦ exit() { echo mine; }; wait() { :; }; exit ¦ alias curl=false; curl() { :; }; exit 22
unset MESOS_TASK_ID HOST PACER_REPORT_URL; pacer_code=0; exit 23 ¦ echo "$run $status $body" ¦ test -z "$PACER_TOKEN" || env`
    .split(/ ¦ |\n/)
    .map((command) => command.replaceAll('⏎', '\n'));

for (const shell of shells) {
  test(`${shell.name}: commands end as they do unwrapped, and are reported once`, {
    ...inParallel,
    skip: shell.skip,
  }, async (t) => {
    const { reportUrl, reports } = await serve(t);
    const bin = binFolder(shell);
    const path = `${bin}:${systemPath}`;
    const env = { run: 'mine', status: 'mine', body: 'mine' };
    const endsAlike = async (command: string) => {
      const bare = await launch([join(bin, 'sh'), '-c', command], {
        env: { PATH: path, HOST: 'agent-1', ...env },
      });
      const { run, code, stdout } = await runWrapped({ command, reportUrl, shell, path, env });
      assert.deepEqual([code, stdout], [bare.code, bare.stdout]);
      const { startedAt, finishedAt, ...report } = reports.find((report) => report.run === run) ?? {};
      assert.deepEqual(report, { run, exitCode: bare.code, cpus: 0.5, hostname: 'agent-1' });
      assert.equal(reports.filter((report) => report.run === run).length, 1);
    };
    const tests = ['', ...hostileCommands].map((command) =>
      t.test(JSON.stringify(command.slice(0, 80)), () => endsAlike(command)),
    );
    await Promise.all(tests);
  });
}

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

const clients = [
  { name: 'curl', tools: { curl: 'curl' }, skip: missing('curl') },
  { name: 'GNU wget', tools: { wget: 'wget' }, skip: missing('wget') },
  { name: 'busybox wget', tools: { wget: 'busybox' }, skip: missing('busybox') },
];

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
        assert.deepEqual([reports[1], reports[2]], [reports[0], reports[0]]);
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
async function reportOf(t: TestContext, wrapped: Partial<Wrapped>): Promise<Report> {
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
