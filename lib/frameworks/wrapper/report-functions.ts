/** POSIX shell functions that report the run that `run_command` left behind, with the best HTTP client in the image. */
export const reportFunctions = `body() ( # of the report, as of now
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
  case $pacer_code\${MESOS_SANDBOX-} in
    0* | */mnt/mesos/sandbox | *[!A-Za-z0-9_./:@=+,~-]*) ;; # in a container it leads nowhere
    *[!0-9]*) printf ',"sandbox":"%s"' "$MESOS_SANDBOX" ;;
  esac
  [ -z "$pacer_lines" ] || printf ',"stderrHex":"%s"' "$pacer_lines"
  echo }
)

# Each POSTs $body and prints the reply with HTTP/1.1 and the status in it. Arguments of a process are public, so
# the token goes in by stdin or a private file.
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
with_busybox_wget() { # takes a header only as an argument
  wget "$@" -q -O - --header "$bearer" --header "$type" --post-data "$body" "$PACER_REPORT_URL" && return
  case \${PACER_PROXY:+proxy}$PACER_REPORT_URL in
    proxy*) echo '(this wget cannot post through a proxy)' ;;
    https:*) command -v openssl >/dev/null || echo '(https by this wget may need openssl)' ;;
  esac
}

client() { # best one in the image
  curl -V >/dev/null 2>&1 && echo with_curl && return
  command -v wget >/dev/null || return
  case $(wget --help 2>&1) in
    *--config*) echo with_gnu_wget ;;
    *'-T SEC'*) echo with_busybox_wget -T 15 ;;
    *) echo with_busybox_wget ;; # crashes on -T if that is not compiled in
  esac
}

question() ( # is anything left to do?
  echo '{"ask":"next"}'
)

post() ( # what $1 prints; pauses $2, $3 and so on after failed tries; 1: not taken, 2: nothing left to do
  export LC_ALL=C
  unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY # are for the job
  [ -z "\${PACER_PROXY-}" ] || export http_proxy="$PACER_PROXY" https_proxy="$PACER_PROXY"
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
    case $answer in # Pacer's own words count: not every client shows the status, and not every answer is Pacer's
      *'"next":"stop"'*) exit 2 ;;
      *'"next":"continue"'*) exit 0 ;;
      *'"code":"job-finished"'* | *'"code":"unknown-job"'* | *'"code":"wrong-token"'*) outcome=2 && break ;;
    esac
    case $status in
      none | 000 | 2?? | 408 | 429 | 5??) sleep "$pause" ;;
      *) break ;;
    esac
  done
  [ "$what" = body ] || exit "$outcome" # if the question fails, the first report brings the answer
  set -f # one line, cut before a secret
  [ -z "\${PACER_PROXY-}" ] || answer=\${answer%%"$PACER_PROXY"*}
  set -- \${answer%%"$PACER_TOKEN"*}
  printf 'pacer: run %s is not reported (status %s): %.200s\\n' "$pacer_run" "$status" "$*" >&2
  exit "$outcome"
)

report() { # in up to six tries
  post body 1 2 4 8 16 0
}
`;
