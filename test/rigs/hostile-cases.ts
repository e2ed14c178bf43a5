import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binFolder, type Shell, systemPath } from './shells.ts';
import { inParallel, launch, runWrapped, serve } from './wrapped-command.ts';

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

/** Commands that could break a wrapper, each bare and wrapped. */
export function hostileCases(shell: Shell): void {
  test(`${shell.name}: commands end as they do unwrapped, and are reported once`, {
    ...inParallel,
    skip: shell.skip,
  }, async (t) => {
    const { reportUrl, reports } = await serve(t);
    const path = `${binFolder(shell)}:${systemPath}`;
    const env = { run: 'mine', status: 'mine', body: 'mine' };
    const endsAlike = async (command: string) => {
      const bare = await launch([...shell.argv, '-c', command], {
        env: { PATH: path, HOST: 'agent-1', ...env },
      });
      const { run, code, stdout } = await runWrapped({ command, reportUrl, shell, path, env });
      assert.deepEqual([code, stdout], [bare.code, bare.stdout]);
      const { startedAt, finishedAt, endedSecondsAgo, ...report } =
        reports.find((report) => report.run === run) ?? {};
      assert.deepEqual(report, { run, exitCode: bare.code, cpus: 0.5, hostname: 'agent-1' });
      assert.equal(reports.filter((report) => report.run === run).length, 1);
    };
    const tests = ['', ...hostileCommands].map((command) =>
      t.test(JSON.stringify(command.slice(0, 80)), () => endsAlike(command)),
    );
    await Promise.all(tests);
  });
}
