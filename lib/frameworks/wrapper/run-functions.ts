/**
 * POSIX shell functions that run the user's command and time it. `run_command` leaves behind what a report is made of; a stop
 * from outside ends the command as well.
 */
export const runFunctions = `# Runs PACER_COMMAND, then tells Pacer how it went; all settings come by environment. Variables outside of
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
`;
