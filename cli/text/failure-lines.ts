import type { DetailedJob } from '../api/answers.ts';

type Failure = NonNullable<DetailedJob['lastFailure']>;

/** Which run failed last, how, and where its output is. */
export function failureText({ run, exitCode, endedAt, hostname, container, sandbox }: Failure): string {
  const at = hostname === undefined ? '' : `, on ${hostname}`;
  const within = container === undefined ? '' : `, container ${container}`;
  const folder = sandbox === undefined ? '' : `, sandbox ${sandbox}`;
  return `${run}: exit code ${exitCode}, at ${endedAt}${at}${within}${folder}`;
}

/** The run that failed last and the end of its stderr, for a person. */
export function failureLines({ name, lastFailure }: DetailedJob): string[] {
  if (!lastFailure) return [`No run of ${name} has reported a failure.`];
  const { lastLines } = lastFailure;
  return [failureText(lastFailure), ...(lastLines ?? ['(no lines of its stderr were reported)'])];
}
