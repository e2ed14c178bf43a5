import * as z from 'zod/mini';
import { longestOutputBytes } from '../job/last-lines.ts';
import { placeOf, type Report } from '../job/report.ts';
import { timed } from './timed.ts';

/** How far a container's clock may run ahead of ours. */
const clockSkewSeconds = 300;
const firstEpochSecond = 1e9;
const longestAgoSeconds = 31_536_000;

const runName = 'must be 1 to 200 printable ASCII characters without spaces';
const hostname = 'must be a string of 1 to 255 characters';
const container = 'must be the name of a container: letters, digits, "_", "." and "-", at most 255';
const sandbox = 'must be the path of a folder: 1 to 1000 characters';
const stderrHex = `must be at most ${longestOutputBytes} bytes as pairs of the digits 0 to f`;
const hexBytes = new RegExp(`^(?:[0-9a-f]{2}){0,${longestOutputBytes}}$`);
const epochSeconds = 'must be epoch seconds, a number';
const ago = 'must be a number of seconds from 0 to 31536000 (a year)';
const exitCode = 'must be a whole number from 0 to 255';

/** What `POST /jobs/{jobId}/iterations` takes. */
export const reportBody = timed((now) =>
  z
    .strictObject({
      run: z.string(runName).check(z.regex(/^[\x21-\x7e]{1,200}$/, runName)),
      exitCode: z.int(exitCode).check(z.minimum(0, exitCode), z.maximum(255, exitCode)),
      startedAt: z.number(epochSeconds),
      finishedAt: z.number(epochSeconds),
      endedSecondsAgo: z.optional(z.number(ago).check(z.minimum(0, ago), z.maximum(longestAgoSeconds, ago))),
      cpus: z.optional(z.number().check(z.minimum(0.001), z.maximum(1024))),
      hostname: z.optional(z.string(hostname).check(z.minLength(1, hostname), z.maxLength(255, hostname))),
      container: z.optional(
        z.string(container).check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/, container)),
      ),
      sandbox: z.optional(z.string(sandbox).check(z.minLength(1, sandbox), z.maxLength(1000, sandbox))),
      stderrHex: z.optional(z.string(stderrHex).check(z.regex(hexBytes, stderrHex))),
    })
    .check(
      z.superRefine((sent, context) => {
        const { startedAt, finishedAt } = onOurClock(sent, now());
        for (const [field, at] of Object.entries({ startedAt, finishedAt })) {
          const message = instantProblem(at, now());
          if (message) context.addIssue({ code: 'custom', path: [field], message });
        }
      }),
      z.refine((sent) => sent.finishedAt >= sent.startedAt, {
        path: ['finishedAt'],
        message: 'must not be before startedAt',
      }),
    ),
);

function instantProblem(seconds: number, now: number): string | null {
  if (seconds < firstEpochSecond) return epochSeconds;
  const latest = now / 1000 + clockSkewSeconds;
  if (seconds <= latest) return null;
  const isThousandfold = seconds / 1000 >= firstEpochSecond && seconds / 1000 <= latest;
  return isThousandfold
    ? 'looks like milliseconds, and must be epoch seconds'
    : 'must not lie in the future (epoch seconds)';
}

/**
 * What a container says of the run that it made; instants are epoch seconds on the container's clock, which `endedSecondsAgo`,
 * from the end of the run to the sending of the report, sets right.
 */
export type SentReport = z.output<typeof reportBody.schema>;

/**
 * The report with its instants on our clock, which shows `now` (epoch milliseconds) when it comes, to the millisecond.
 * Without `endedSecondsAgo` they stay those of the container's clock.
 */
export function onOurClock({ endedSecondsAgo, stderrHex, ...sent }: SentReport, now: number): Report {
  const report = { ...sent, order: placeOf(sent.run, sent.startedAt).order };
  if (endedSecondsAgo === undefined) return report;
  const endMs = now - endedSecondsAgo * 1000;
  const startMs = endMs - (report.finishedAt - report.startedAt) * 1000;
  const clockAheadSeconds = Math.round(report.finishedAt - endMs / 1000);
  const instants = { startedAt: Math.round(startMs) / 1000, finishedAt: Math.round(endMs) / 1000 };
  return { ...report, ...instants, ...(clockAheadSeconds === 0 ? {} : { clockAheadSeconds }) };
}

/** What a container asks before its first run: whether there is anything left to do. */
export const question = z.strictObject({ ask: z.literal('next') });

/** Parses the body of `POST /jobs/{jobId}/iterations`. */
export function parseReport(body: unknown, now: number): SentReport {
  return reportBody.parse(body, now, 'report');
}
