/** What one job tells its wrapped command; the text itself is the same for all jobs of a framework. */
export type WrappedCommandSettings = {
  /** The user's command, untouched: any shell text. */
  command: string;
  /** Where a finished run is reported, by POST. */
  reportUrl: string;
  /** Opens the reports of this job and nothing else; letters, digits, `-`, `_` and `.` only. */
  token: string;
  jobId: string;
};

/** The environment from which a wrapped command learns what to run and where to report. */
export function wrappedEnvironment(settings: WrappedCommandSettings): Record<string, string> {
  return {
    PACER_COMMAND: settings.command,
    PACER_REPORT_URL: settings.reportUrl,
    PACER_TOKEN: settings.token,
    PACER_JOB_ID: settings.jobId,
  };
}

const preamble = `# Runs PACER_COMMAND, then tells Pacer how it went; all settings come by environment. Variables outside of
# subshells begin with pacer_ so that none of the job's own is changed.

centiseconds() ( # since boot, which no change of the clock moves; by the clock where there is no /proc
  read -r up idle </proc/uptime
  case $up in
    *[!0-9.]*) ;;
    ?*.??) echo $((\${up%.*} * 100 + 1\${up#*.} - 100)) && exit ;; # the 1 keeps 08 from being octal
  esac
  echo $(($(date +%s || echo 0) * 100))
) 2>/dev/null

pacer_stopped= pacer_child=
stop() { # from outside, which ends the child that is waited for as well
  pacer_stopped=1
  [ -z "$pacer_child" ] || kill "$pacer_child"
} 2>/dev/null
trap stop TERM INT HUP QUIT

attend() { # to a command, which a stop from outside ends as well
  [ -z "$pacer_stopped" ] || return 143
  "$@" &
  pacer_child=$!
  [ -z "$pacer_stopped" ] || { sleep 1; stop; } # a child that has just begun may lose the signal
  wait "$pacer_child"
  pacer_status=$?
  [ "$pacer_status" -lt 256 ] || pacer_status=$((pacer_status - 128)) # ksh says 256 + signal
  while [ "$pacer_stopped" ] && kill -0 "$pacer_child" 2>/dev/null; do wait "$pacer_child"; done
  pacer_child=
  return "$pacer_status"
}

user_command() {
  unset PACER_TOKEN
  exec sh -c "\${PACER_COMMAND?}"
}

run_command() { # leaves pacer_run, pacer_code, pacer_started (by the clock), pacer_ended and pacer_duration (centiseconds)
  # With backquotes, as bash 5.2 loses a trapped signal that comes while it waits for $( ).
  pacer_run=\`run_id\` pacer_started=\`date +%s || echo 0\` pacer_duration=\`centiseconds\`
  attend user_command
  pacer_code=$?
  pacer_ended=\`centiseconds\`
  pacer_duration=$((pacer_ended - pacer_duration))
  [ "$pacer_duration" -ge 0 ] || pacer_duration=0 # the clock was set back
}

run_id() ( # the task's id and the number of the run in it, with =hex for each character that JSON may mind
  id=\${MESOS_TASK_ID:-\${mesos_task_id-}} run=
  [ "$id" ] || read -r id </proc/sys/kernel/random/uuid || id=$(hostname)-$$-$(date +%s)
  id=$id\${pacer_runs:+.$pacer_runs}
  while [ "$id" ]; do
    rest=\${id#?}
    char=\${id%"$rest"} id=$rest
    case $char in
      [!A-Za-z0-9._:-]) char=$(printf '=%02x' "'$char") ;;
    esac
    run=$run$char
  done
  [ \${#run} -gt 200 ] || { echo "$run" && exit; }
  head=$(printf %.99s "$run") # ids differ at the head (Chronos, a time) or at the tail (Marathon, a UUID)
  while [ \${#run} -gt 100 ]; do run=\${run#?}; done
  echo "$head=$run"
) 2>/dev/null

body() ( # of the report, if it goes out now
  ago=$(($(centiseconds) - pacer_ended))
  ago=$((ago < 0 || ago / 100 >= 31536000 ? 0 : ago)) # the clock was moved
  ago_pad=$((ago % 100 + 100)) pad=$((pacer_duration % 100 + 100)) host=\${HOST:-$(hostname 2>/dev/null)}
  cpus=\${PACER_CPUS:-\${MARATHON_APP_RESOURCE_CPUS-}}
  printf '{"run":"%s","exitCode":%s,"startedAt":%s' "$pacer_run" "$pacer_code" "$pacer_started"
  printf ',"finishedAt":%s.%s' $((pacer_started + pacer_duration / 100)) "\${pad#?}"
  printf ',"endedSecondsAgo":%s.%s' $((ago / 100)) "\${ago_pad#?}"
  case $cpus in
    *[!0-9.]* | *.*.* | .* | *. | 0[0-9]* | '') ;;
    *) printf ',"cpus":%s' "$cpus" ;;
  esac
  case $host in
    *[!A-Za-z0-9._:-]* | '') ;;
    *) printf ',"hostname":"%s"' "$host" ;;
  esac
  case \${MESOS_CONTAINER_NAME-} in
    [!A-Za-z0-9]* | *[!A-Za-z0-9_.-]* | '') ;;
    *) printf ',"container":"%s"' "$MESOS_CONTAINER_NAME" ;;
  esac
  echo }
)

# One POST of $body, which prints what comes back and somewhere in it HTTP/1.1 and the status. Anyone may read
# the arguments of a running command, so the token goes in by stdin, or else by a private file.
with_curl() {
  echo "header = \\"$bearer\\"" | curl -q -sS -K - --connect-timeout 5 --max-time 15 -w ' HTTP/1.1 %{http_code}' \\
    -H "$type" -d "$body" "$PACER_REPORT_URL"
}
with_gnu_wget() (
  file=\${TMPDIR:-/tmp}/pacer-\${pacer_run:-$$}
  umask 077 && set -C && echo "header = $bearer" >"$file" || exit
  wget --config="$file" -nv -S -t 1 -T 15 --max-redirect=0 --content-on-error -O - \\
    --header="$type" --post-data="$body" "$PACER_REPORT_URL"
  rm -f "$file"
)
with_busybox_wget() { # the exception: it takes a header in no other way
  wget "$@" -q -O - --header "$bearer" --header "$type" --post-data "$body" "$PACER_REPORT_URL" &&
    echo ' HTTP/1.1 200'
}

client() { # the best one in the image
  command -v curl >/dev/null && echo with_curl && return
  command -v wget >/dev/null || return
  case $(wget --help 2>&1) in
    *--config*) echo with_gnu_wget ;;
    *'-T SEC'*) echo with_busybox_wget -T 15 ;;
    *) echo with_busybox_wget ;; # where -T is not compiled in, it crashes
  esac
}

question() ( # whether there is anything left to do
  echo '{"ask":"next"}'
)

post() ( # what $1 prints, with a pause of $2 … after each try that fails; 1 says that it is not taken, 2 that there is no more to do
  export LC_ALL=C
  client=$(client) outcome=1 what=$1
  shift
  type='Content-Type: application/json' bearer="Authorization: Bearer $PACER_TOKEN"
  for pause; do
    status=none answer='the image needs curl'
    [ "$client" ] || break
    body=$($what)
    answer=$($client 2>&1)
    case $answer in
      *HTTP/?.?\\ ???*) status=\${answer##*HTTP/?.? } status=\${status%%[!0-9]*} ;;
    esac
    case $status in
      2??)
        case $answer in
          *'"next":"stop"'*) exit 2 ;;
          *'"next":"continue"'*) exit 0 ;;
        esac
        [ "$pacer_runs" ] || exit 0
        break
        ;;
      none | 000 | 408 | 429 | 5??) sleep "$pause" ;;
      *)
        case $answer in # only Pacer itself may refuse for good
          *'"code":"job-finished"'* | *'"code":"unknown-job"'* | *'"code":"wrong-token"'*) outcome=2 ;;
        esac
        break
        ;;
    esac
  done
  [ "$what" = body ] || exit "$outcome" # if the question fails, the first report brings the answer
  set -f # the answer on one line, and up to the token should it be in there
  set -- \${answer%%"$PACER_TOKEN"*}
  printf 'pacer: run %s is not reported (status %s): %.200s\\n' "$pacer_run" "$status" "$*" >&2
  exit "$outcome"
)

report() { # six tries, unless nothing changes an answer so soon
  post body 1 2 4 8 16 0
}
`;

/**
 * POSIX shell text for the command of one run, to be run by `/bin/sh -c` under {@link wrappedEnvironment}.
 *
 * It runs the user's command, reports the run once (tried again for up to two minutes) and exits with the
 * user's exit code, whatever becomes of the report. A run that is stopped from outside by TERM, INT, HUP or
 * QUIT passes TERM on, exits with 143 and reports nothing. Wants `date`, `sleep` and `curl` in the image;
 * `wget` will do for `curl`. `PACER_CPUS` says what the run holds.
 */
export const wrappedCommand = `${preamble}
run_command
[ -z "$pacer_stopped" ] || exit 143 # what was stopped from outside does not count
trap '' TERM INT HUP QUIT PIPE # the run is complete: nothing may stop its report any more
report
exit "$pacer_code"
`;

/**
 * The same for a task that goes from run to run: it asks once whether there is anything to do, reports each run until the
 * report is taken, reads in the answer whether there are more to do, and sleeps until it is killed when there are none, or when Pacer says that the job is over, unknown
 * or not to be reported with this token. Any other answer may come from somebody else, so the report is sent again.
 * `PACER_PAUSE` are the seconds between two runs. When it is stopped from outside, it sends a report that is under way,
 * begins nothing more and exits with 143.
 */
export const wrappedLoop = `${preamble}
nap() { # of $1 seconds, which a stop from outside cuts short
  attend sleep "$1" 2>/dev/null # dash and busybox would tell that it was terminated
}

idle() { # until it is stopped: to end would be to be started again
  while [ -z "$pacer_stopped" ]; do nap 3600; done
}

pacer_runs=0 pacer_run=
attend post question 0 # a task that was restarted after the last run has none to do
[ $? -ne 2 ] || idle
while [ -z "$pacer_stopped" ]; do
  pacer_runs=$((pacer_runs + 1))
  run_command
  [ -z "$pacer_stopped" ] || break
  until (trap '' TERM INT HUP QUIT PIPE; report); do # what was not taken would be done again
    [ $? -ne 2 ] || idle
    [ -z "$pacer_stopped" ] || break 2
    nap 15
  done
  [ "$pacer_code" -eq 0 ] || nap 1 # limits an instantly failing command to one attempt a second
  [ "\${PACER_PAUSE:-0}" = 0 ] || nap "$PACER_PAUSE"
done
exit 143
`;
