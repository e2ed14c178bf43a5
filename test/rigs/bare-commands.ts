/**
 * Commands that show what a process is given, and how a shell ends; each does the same wrapped as bare. Their input is
 * {@link inputOfCommands}. Only `SHLVL` and `_`, which shells set by themselves, may differ.
 */
export const bareCommands = [
  // Signals
  "grep -E '^Sig(Blk|Ign)' /proc/self/status",
  'kill -s INT $$; echo survived',
  'kill -s QUIT $$; echo survived',
  'kill -s HUP $$; echo survived',
  'kill -s PIPE $$; echo survived',
  'kill -s TERM $$; echo survived',
  'kill -s KILL $$; echo survived',
  'kill -s USR1 $$; echo survived',
  `sh -c 'kill -s INT $$; echo survived'; echo $?`,
  'timeout -s INT 0.2 sleep 2; test $? -ne 0; echo $?',
  `trap 'echo interrupted; exit 3' INT; kill -s INT $$; sleep 1`,
  `trap 'echo terminated; exit 4' TERM; kill $$; sleep 1`,
  `trap '' INT; kill -s INT $$; exit 6`,
  'yes | head -n 1',
  // Environment
  `env | grep -v '^\\(SHLVL\\|_\\)=' | sort`,
  `export -p | grep -v ' \\(SHLVL\\|_\\)=' | sort`,
  `env | grep -c '^PACER_\\|^pacer_'`,
  `set | grep -c '^pacer_'`,
  'echo "$PATH|$HOME|$PWD|$EMPTY|$UNSET"',
  `printf '%s' "$SEVERAL"`,
  'type report post body attend stop nap client',
  // Limits and files
  'umask',
  'umask 000; umask',
  '(umask -S; : >made; ls -l made | cut -c 1-10)',
  'ulimit -a',
  'ulimit -n',
  'ulimit -n 100; ulimit -n',
  'nice',
  'pwd; ls -A',
  'cd /; pwd',
  // Input
  'cat',
  'read line; echo "<$line>"; cat',
  'wc -c',
  'exec cat',
  'sh -c cat',
  'cat & wait',
  'exec 0<&-; cat; exit 11',
  'for fd in 0 1 2 3 4 5 6 7 8 9; do if test -e /proc/self/fd/$fd; then echo $fd; fi; done',
  'test -t 0 || test -t 1 || test -t 2 || echo no terminal',
  // Itself
  'echo "$0 $# $*"',
  'echo "$-"',
  `tr '\\0' '|' </proc/$$/cmdline`,
  'set -- $(cat /proc/self/stat); test "$5" = "$6"; echo $?',
  'kill -0 0; echo $?',
  'echo $LINENO',
  'cat /proc/$$/comm',
  // Ends
  'exit 3',
  'exit 255',
  'false',
  'nonesuch',
  'exec nonesuch',
  '/etc/passwd',
  ')',
  'echo "open',
  'set -e; false; echo never',
  'set -u; echo "$nope"; echo never',
  `exec sh -c 'exit 6'`,
  `trap 'echo bye' EXIT; exit 5`,
  'false &',
  '(kill -s KILL $$); exit 7',
  // Output
  'echo out; echo error >&2; echo out',
  `printf 'no end of line'; printf 'nor here' >&2`,
  `printf 'a\\0b\\377'`,
  'echo é 漢字 🙂 >&2',
  'exec 1>&-; echo lost; exit 12',
  'exec 2>&-; echo kept; nonesuch',
  'set -x; echo traced',
];

/** What the commands read from their standard input. */
export const inputOfCommands = 'first line\nsecond line\n';

/** The variables of their job. */
export const variablesOfCommands = {
  HOST: 'agent-1',
  HOME: '/',
  EMPTY: '',
  SEVERAL: 'one\ntwo "three" $four \\',
  http_proxy: 'http://127.0.0.1:1/',
  HTTPS_PROXY: 'http://127.0.0.1:1/',
};
