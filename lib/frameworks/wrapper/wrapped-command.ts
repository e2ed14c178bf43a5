import { reportFunctions } from './report-functions.ts';
import { runFunctions } from './run-functions.ts';

/** What differs from job to job; the text of the wrapped command is the same for all jobs of a framework. */
export type WrappedCommandSettings = {
  /** The user's command, untouched: any shell text. */
  command: string;
  /** The URL to which a finished run is reported, by POST. */
  reportUrl: string;
  /** Authorises the reports of this job and nothing else; consists of letters, digits, `-`, `_` and `.`. */
  token: string;
  jobId: string;
  /** Whether the report of a failed run has the last lines of its stderr. */
  reportOutput: boolean;
};

/** The environment from which a wrapped command learns what to run and where to report. */
export function wrappedEnvironment(settings: WrappedCommandSettings): Record<string, string> {
  return {
    PACER_COMMAND: settings.command,
    PACER_REPORT_URL: settings.reportUrl,
    PACER_TOKEN: settings.token,
    PACER_JOB_ID: settings.jobId,
    ...(settings.reportOutput ? { PACER_OUTPUT: 'stderr' } : {}),
  };
}

const preamble = `${runFunctions}
${reportFunctions}`;

/**
 * POSIX shell text for the command of one run, to be run by `/bin/sh -c` under {@link wrappedEnvironment}.
 *
 * It runs the user's command, reports the run once (with retries for up to two minutes) and exits with the user's exit code,
 * even if the report fails. A run that is stopped from outside by TERM, INT, HUP or QUIT passes TERM on, exits with 143 and
 * reports nothing. The image must contain `date`, `sleep` and `curl`, or `wget` instead of `curl`. `PACER_CPUS` is the number
 * of cpus that the run holds.
 */
export const wrappedCommand = `${preamble}
run_command
[ -z "$pacer_stopped" ] || exit 143 # a stopped run does not count
trap '' TERM INT HUP QUIT PIPE # nothing may stop the report
report
exit "$pacer_code"
`;

/**
 * The same for a task that goes from run to run. It first asks once whether there is anything to do. It reports each run until
 * the report is taken, and reads in the answer whether more runs are to come. It sleeps until it is killed when none are, or
 * when Pacer says that the job is over or unknown, or that the token is wrong. Any other answer may come from somebody else, so
 * the report is sent again. `PACER_PAUSE` is the number of seconds between two runs. When it is stopped from outside, it
 * completes a report in progress, begins nothing more and exits with 143.
 */
export const wrappedLoop = `${preamble}
nap() { # of $1 seconds; a stop cuts it short
  attend sleep "$1" 2>/dev/null && return # dash and busybox report the end by a signal
  [ -z "$pacer_stopped" ] || return
  attend sleep $((\${1%.*} + 1)) && return # some know whole seconds only
  [ "$pacer_stopped" ] || { echo 'pacer: the image needs sleep' >&2; exit 1; } # or it would spin
}

idle() { # until stopped: Marathon restarts a task that ends
  while [ -z "$pacer_stopped" ]; do nap 3600; done
}

pacer_runs=0 pacer_run=
attend post question 0 # a task restarted after the last run has nothing to do
[ $? -ne 2 ] || idle
while [ -z "$pacer_stopped" ]; do
  pacer_runs=$((pacer_runs + 1))
  run_command
  [ -z "$pacer_stopped" ] || break
  until (trap '' TERM INT HUP QUIT PIPE; report); do # an untaken run would be repeated
    [ $? -ne 2 ] || idle
    [ -z "$pacer_stopped" ] || break 2
    nap 15
  done
  [ "$pacer_code" -eq 0 ] || nap 1 # limits an instantly failing command to one attempt a second
  [ "\${PACER_PAUSE:-0}" = 0 ] || nap "$PACER_PAUSE"
done
exit 143
`;
