/** What one job tells its wrapped command; the text itself is the same for all. */
export type WrappedCommandSettings = {
  /** The user's command, untouched: any shell text. */
  command: string;
  /** Where a finished run is reported, by POST. */
  reportUrl: string;
  /** Opens the reports of this job and nothing else; letters, digits, `-`, `_` and `.` only. */
  token: string;
  /** The allocation with which the run starts, in Mesos cpus. */
  cpus: number;
  jobId: string;
};

/** The environment from which {@link wrappedCommand} learns what to run and where to report. */
export function wrappedEnvironment(settings: WrappedCommandSettings): Record<string, string> {
  return {
    PACER_COMMAND: settings.command,
    PACER_REPORT_URL: settings.reportUrl,
    PACER_TOKEN: settings.token,
    PACER_CPUS: String(settings.cpus),
    PACER_JOB_ID: settings.jobId,
  };
}

/**
 * POSIX shell text for a job's `command`, to be run by `/bin/sh -c` under {@link wrappedEnvironment}.
 *
 * It runs the user's command, reports the run once (tried again for up to two minutes) and exits with the
 * user's exit code, whatever becomes of the report. A run that is stopped from outside by TERM, INT, HUP or
 * QUIT passes TERM on, exits with 143 and reports nothing. Wants `date`, `sleep` and `curl` in the image;
 * `wget` will do for `curl`.
 */
export const wrappedCommand = `# Runs PACER_COMMAND, then tells Pacer how it went; all settings come by environment. Variables outside of
# subshells begin with pacer_ so that none of the job's own is changed.

centiseconds() ( # since boot, which no change of the clock moves; by the clock where there is no /proc
  read -r up idle </proc/uptime
  case $up in
    *[!0-9.]*) ;;
    ?*.??) echo $((\${up%.*} * 100 + 1\${up#*.} - 100)) && exit ;; # the 1 keeps 08 from being octal
  esac
  echo $(($(date +%s || echo 0) * 100))
) 2>/dev/null

stop() {
  pacer_stopped=1
  [ -z "$pacer_child" ] || kill "$pacer_child"
} 2>/dev/null

run_command() { # leaves pacer_code, pacer_started, pacer_duration (centiseconds) and pacer_stopped
  pacer_stopped= pacer_child=
  trap stop TERM INT HUP QUIT
  pacer_started=$(date +%s || echo 0) pacer_duration=$(centiseconds)
  (unset PACER_TOKEN; exec sh -c "\${PACER_COMMAND?}") &
  pacer_child=$!
  [ -z "$pacer_stopped" ] || stop # the signal came before there was a child to pass it to
  wait "$pacer_child"
  pacer_code=$?
  [ "$pacer_code" -lt 256 ] || pacer_code=$((pacer_code - 128)) # ksh says 256 + signal
  while [ "$pacer_stopped" ] && kill -0 "$pacer_child" 2>/dev/null; do wait "$pacer_child"; done
  pacer_duration=$(($(centiseconds) - pacer_duration))
  [ "$pacer_duration" -ge 0 ] || pacer_duration=0 # the clock was set back
  trap '' TERM INT HUP QUIT PIPE # the run is complete: nothing may stop its report any more
}

run_id() ( # the task's id, with =hex for each character that JSON may mind
  id=\${MESOS_TASK_ID:-\${mesos_task_id-}} run=
  [ "$id" ] || read -r id </proc/sys/kernel/random/uuid || id=$(hostname)-$$-$(date +%s)
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

body() ( # of the report of run $1
  pad=$((pacer_duration % 100 + 100)) host=\${HOST:-$(hostname 2>/dev/null)}
  printf '{"run":"%s","exitCode":%s,"startedAt":%s' "$1" "$pacer_code" "$pacer_started"
  printf ',"finishedAt":%s.%s' $((pacer_started + pacer_duration / 100)) "\${pad#?}"
  case $PACER_CPUS in
    *[!0-9.]* | *.*.* | .* | *. | 0[0-9]* | '') ;;
    *) printf ',"cpus":%s' "$PACER_CPUS" ;;
  esac
  case $host in
    *[!A-Za-z0-9._:-]* | '') ;;
    *) printf ',"hostname":"%s"' "$host" ;;
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
  file=\${TMPDIR:-/tmp}/pacer-$run
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

report() ( # six tries, unless the answer is final
  export LC_ALL=C
  run=$(run_id) client=$(client)
  body=$(body "$run") type='Content-Type: application/json' bearer="Authorization: Bearer $PACER_TOKEN"
  for pause in 1 2 4 8 16 0; do
    status=none answer='the image needs curl'
    [ "$client" ] || break
    answer=$($client 2>&1)
    case $answer in
      *HTTP/?.?\\ ???*) status=\${answer##*HTTP/?.? } status=\${status%%[!0-9]*} ;;
    esac
    case $status in
      2??) exit ;;
      none | 000 | 408 | 429 | 5??) sleep "$pause" ;;
      *) break ;;
    esac
  done
  set -f # the answer on one line, and up to the token should it be in there
  set -- \${answer%%"$PACER_TOKEN"*}
  printf 'pacer: run %s is not reported (status %s): %.200s\\n' "$run" "$status" "$*" >&2
)

run_command
[ -z "$pacer_stopped" ] || exit 143 # what was stopped from outside does not count
report
exit "$pacer_code"
`;
