import { longestOutputBytes } from '../../job/last-lines.ts';

/** Where the wrapper looks for its tools before the job's own PATH, which may lead to none or to others of their names. */
export const toolPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * POSIX shell functions that run the user's command as a bare `sh -c` would, and time it. `run_command` leaves behind what a
 * report is made of; a stop from outside ends the command as well.
 */
export const runFunctions = `# Runs PACER_COMMAND and reports its result to Pacer. Variables outside subshells begin with pacer_, so that
# the job keeps its own.

pacer_path=\${PATH-}
PATH=${toolPath}\${pacer_path:+:$pacer_path}
exec 9<&0 # what runs in the background reads nothing else

centiseconds() ( # since boot; by the clock without /proc
  read -r up idle </proc/uptime
  case $up in
    *[!0-9.]*) ;;
    ?*.??) echo $((\${up%.*} * 100 + 1\${up#*.} - 100)) && exit ;; # 1: 08 would be octal
  esac
  echo $(($(date +%s || echo 0) * 100))
) 2>/dev/null

pacer_stopped= pacer_child=
stop() { # by a signal; ends the child as well
  pacer_stopped=1
  [ -z "$pacer_child" ] || kill "$pacer_child"
} 2>/dev/null
trap stop TERM INT HUP QUIT

attend() { # runs a command that a stop ends as well
  [ -z "$pacer_stopped" ] || return 143
  "$@" <&9 &
  pacer_child=$!
  [ -z "$pacer_stopped" ] || { sleep 1; stop; } # a new child may lose the signal
  wait "$pacer_child" 2>/dev/null # or the shell would say how it was killed
  pacer_status=$?
  [ "$pacer_status" -lt 256 ] || pacer_status=$((pacer_status - 128)) # ksh says 256 + signal
  while [ "$pacer_stopped" ] && kill -0 "$pacer_child" 2>/dev/null; do wait "$pacer_child" 2>/dev/null; done
  pacer_child=
  return "$pacer_status"
}

ignored() { # signals of process $1
  while read -r name mask; do [ "$name" != SigIgn: ] || echo "$mask"; done <"/proc/$1/status"
} 2>/dev/null

user_command() { # as the bare command: the background took INT and QUIT from it, which dash and busybox keep
  trap - INT QUIT
  set -- "$0" -c "\${PACER_COMMAND?}"
  if [ "$(ignored $$)" != "$(ignored self)" ] && env --default-signal=INT,QUIT true 2>/dev/null; then
    set -- "$(command -v env)" --default-signal=INT,QUIT "$@"
  fi
  PATH=$pacer_path
  unset PACER_COMMAND PACER_REPORT_URL PACER_TOKEN PACER_JOB_ID PACER_CPUS PACER_PAUSE PACER_PROXY PACER_OUTPUT
  exec 9<&-
  exec "$@"
}

stderr_size() { # of the sandbox's file so far; nothing where it cannot be read or is not asked for
  [ -z "\${PACER_OUTPUT-}" ] || wc -c <"\${MESOS_SANDBOX-}/stderr"
} 2>/dev/null

last_lines() ( # of what was added to it since it had $1 bytes: 2 KB at most, in hexadecimal digits
  file=\${MESOS_SANDBOX-}/stderr
  [ /dev/stderr -ef "$file" ] || sleep 1 # what comes by way of Docker comes later
  size=$(stderr_size)
  [ "$((size))" -ge "$(($1))" ] || set -- 0 # it was rotated
  added=$((size - $1))
  tail -c "$((added < ${longestOutputBytes} ? added : ${longestOutputBytes}))" "$file" | od -A n -v -t x1 | tr -d ' \\n'
) 2>/dev/null

run_command() { # sets pacer_run, _code, _started (by the clock), _ended, _duration (centiseconds) and _lines
  # Backquotes: bash 5.2 loses a trapped signal that arrives during $( ).
  pacer_seen=\`stderr_size\` pacer_lines=
  pacer_run=\`run_id\` pacer_started=\`date +%s || echo 0\` pacer_duration=\`centiseconds\`
  attend user_command
  pacer_code=$?
  pacer_ended=\`centiseconds\`
  pacer_duration=$((pacer_ended - pacer_duration))
  [ "$pacer_duration" -ge 0 ] || pacer_duration=0 # the clock was set back
  [ "$pacer_code" -eq 0 ] || [ -z "$pacer_seen" ] || pacer_lines=\`last_lines "$pacer_seen"\`
}

run_id() ( # task id and number of the run; =hex for characters special to JSON
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
  head=$(printf %.99s "$run") # ids differ at the head (Chronos) or at the tail (Marathon)
  while [ \${#run} -gt 100 ]; do run=\${run#?}; done
  echo "$head=$run"
) 2>/dev/null
`;
